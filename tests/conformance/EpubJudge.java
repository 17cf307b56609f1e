// Asks EPUBCheck about many EPUBs in one process; a start of the JVM for each would cost two seconds a file.
//
//   java -cp epubcheck.jar EpubJudge.java FILE...
//
// Errors and warnings are lines on stderr; the last line on stdout counts. Exit 0 if there are none, else 1.

import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;
import java.util.Locale;

public class EpubJudge {
    public static void main(String[] args) {
        int faulty = 0;
        for (String path : args) {
            Told told = new Told(path);
            EpubCheck check = new EpubCheck(new File(path), told);
            check.setLocale(Locale.ENGLISH);
            check.doValidate();
            if (told.faults > 0) faulty++;
        }
        System.out.printf("EPUBCheck %s: %d files, %d at fault%n", EpubCheck.version(), args.length, faulty);
        System.exit(faulty == 0 && args.length > 0 ? 0 : 1);
    }

    static class Told extends MasterReport {
        int faults;
        final String path;

        Told(String path) {
            this.path = path;
            setEpubFileName(path);
        }

        @Override
        public void message(Message message, EPUBLocation location, Object... arguments) {
            if (message.getSeverity().toInt() < Severity.WARNING.toInt()) return;
            faults++;
            System.err.printf("%s: %s %s: %s at %s%n", path, message.getSeverity(), message.getID(),
                    message.getMessage(arguments), location);
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {}

        @Override
        public int generate() {
            return 0;
        }

        @Override
        public void initialize() {}
    }
}

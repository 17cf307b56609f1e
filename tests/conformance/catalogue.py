#!/usr/bin/env python3
"""Has readers that share no code with offprint read the lists of a catalogue.

    catalogue.py FOLDER...

Each FOLDER is an output folder with a catalogue. What each reader makes of a record (title, authors, date,
series, position) is compared with what the record's EPUB says of itself, and so is what ebookmeta, and calibre and pandoc
where they are installed, make of the EPUBs. Crossref deposits are validated against Crossref's schema and CSL-JSON against that
of CSL, both as commonmeta-py ships them, ONIX against EDItEUR's schemas as onixcheck ships them, OPDS 2.0 by Palace's
parser, MARC by MARC::Schema where it is installed. Exit 1 on any fault.
"""
import datetime
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import bibtexparser
import ebookmeta
import feedparser
import jsonschema
import onixcheck
import pymarc
import rdflib
import rispy
import xmlschema
from bibtexparser.middlewares import SeparateCoAuthors
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text
from webpub_manifest_parser.opds2 import OPDS2FeedParserFactory

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
ONIX = "{http://ns.editeur.org/onix/3.0/reference}"
SCHEMAS = Path(find_spec("commonmeta").submodule_search_locations[0]) / "resources"
faults = []


def editions(folder):
    """What each EPUB says of itself, by its identifier without `urn:uuid:`."""
    found = {}
    for path in sorted(folder.rglob("*.epub")):
        if "collections" in path.relative_to(folder).parts:
            continue
        with zipfile.ZipFile(path) as package:
            opf = ElementTree.fromstring(package.read("OEBPS/content.opf"))
        refined = {}
        for meta in opf.iter(OPF + "meta"):
            refined[meta.get("refines"), meta.get("property")] = meta.text
        metadata = opf.find(OPF + "metadata")
        titles = {title.get("id"): title.text for title in metadata.iter(DC + "title")}
        main = titles.pop("title", None) or next(iter(titles.values()))
        subtitle = titles.get("subtitle")
        creators = list(metadata.iter(DC + "creator"))
        date = metadata.find(DC + "date")
        series = [meta.text for meta in opf.iter(OPF + "meta") if meta.get("property") == "belongs-to-collection"]
        identifiers = [identifier.text for identifier in metadata.iter(DC + "identifier")]
        uuid = next(name for name in identifiers if name.startswith("urn:uuid:"))
        found[uuid.removeprefix("urn:uuid:")] = {
            "path": path.relative_to(folder).as_posix(),
            "title": main,
            "subtitle": subtitle,
            "names": [creator.text for creator in creators],
            "writers": [
                creator.text
                for creator in creators
                if refined.get(("#" + creator.get("id"), "role")) in ("aut", None)
            ],
            "filed": [refined.get(("#" + creator.get("id"), "file-as")) for creator in creators],
            "date": date.text if date is not None else None,
            "series": series[0] if series else None,
            "position": refined.get(("#series", "group-position")),
        }
    return found


def whole(edition):
    """Title and subtitle as one."""
    title, subtitle = edition["title"], edition["subtitle"]
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":", "？", "！")) else f"{title}: {subtitle}"


def same(reader, edition, what, found, wanted):
    if found != wanted:
        faults.append(f"{reader}: {edition['path']}: {what} is {found!r}, the EPUB says {wanted!r}")


def count(reader, found, wanted):
    if found != wanted:
        faults.append(f"{reader}: {found} records, there are {wanted} EPUBs")


def marc(folder, known):
    records = pymarc.parse_xml_to_array(str(folder / "marc.xml"), strict=True)
    count("pymarc", len(records), len(known))
    for record in records:
        edition = known[record["001"].data]
        fixed = record["008"].data
        if len(fixed) != 40 or len(str(record.leader)) != 24:
            faults.append(f"pymarc: {edition['path']}: fixed fields have a wrong length")
        names = [field["a"] for field in record.get_fields("100", "700") if field["4"] in ("aut", "com")]
        same("pymarc", edition, "title", record["245"]["a"], edition["title"])
        same("pymarc", edition, "subtitle", record["245"].get("b"), edition["subtitle"])
        same("pymarc", edition, "authors", names, edition["filed"])
        date = record["264"].get("c") if "264" in record else None
        same("pymarc", edition, "date", date, edition["date"])
        series = record["490"]["a"] if "490" in record else None
        same("pymarc", edition, "series", series, edition["series"])
        # It can be carried over to the binary format, and back.
        again = pymarc.Record(data=record.as_marc())
        same("pymarc", edition, "title in ISO 2709", again["245"]["a"], edition["title"])


def marc_schema(folder):
    """Fields, indicators and subfields by the tables of MARC 21, where Debian's libmarc-schema-perl is installed."""
    program = shutil.which("marcvalidate")
    if program:
        said = subprocess.run([program, "-t", "XML", folder / "marc.xml"], capture_output=True, text=True)
        for line in (said.stdout + said.stderr).splitlines():
            faults.append(f"MARC::Schema: {line}")
    return bool(program)


def bibtex(folder, known):
    layers = [SeparateCoAuthors()]
    library = bibtexparser.parse_file(str(folder / "references.bib"), append_middleware=layers)
    if library.failed_blocks:
        faults.append(f"bibtexparser: {len(library.failed_blocks)} blocks cannot be read")
    count("bibtexparser", len(library.entries), len(known))
    to_text = LatexNodes2Text(keep_braced_groups=False).latex_to_text

    def plain(text):
        # TeX knows these names of braces, which this reader's table of macros has only in some versions.
        return to_text(text.replace("\\textbraceleft{}", "\\{").replace("\\textbraceright{}", "\\}"))

    by_order = [item["title"] for item in json.loads((folder / "references.json").read_text())]
    for entry, title in zip(library.entries, by_order):
        edition = by_title(known, title, "bibtexparser")
        fields = {field.key: field.value for field in entry.fields}
        same("bibtexparser", edition, "title", plain(fields["title"]), edition["title"])
        names = [plain(name) for name in fields.get("author", [])]
        same("bibtexparser", edition, "authors", [turned(name) for name in names], [turned(name) for name in edition["filed"]])
        same("bibtexparser", edition, "date", fields.get("date"), edition["date"])
        series = fields.get("series")
        same("bibtexparser", edition, "series", series and plain(series), edition["series"])


def turned(name):
    """BibTeX has what follows a name in its middle; the words are compared whatever their order."""
    return sorted(re.split(r"[,\s]+", name))


def by_title(known, title, reader):
    for edition in known.values():
        if whole(edition) == title:
            return edition
    raise SystemExit(f"{reader}: no EPUB has the title {title!r}")


def ris(folder, known):
    with open(folder / "references.ris", encoding="utf-8", newline="") as file:
        entries = rispy.load(file)
    count("rispy", len(entries), len(known))
    for entry in entries:
        edition = by_title(known, entry.get("title") or entry.get("primary_title"), "rispy")
        same("rispy", edition, "authors", entry.get("authors", []), edition["filed"])
        date = entry.get("date", "").replace("/", "-") or None
        same("rispy", edition, "date", date, edition["date"])
        same("rispy", edition, "series", entry.get("secondary_title"), edition["series"])


def csl(folder, known):
    items = json.loads((folder / "references.json").read_text(encoding="utf-8"))
    schema = json.loads((SCHEMAS / "csl-data.json").read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    for fault in kind(schema).iter_errors(items):
        faults.append(f"csl-data.json: {list(fault.path)}: {fault.message}")
    count("CSL-JSON", len(items), len(known))
    for item in items:
        edition = by_title(known, item["title"], "CSL-JSON")
        parts = item.get("issued", {}).get("date-parts", [[]])[0]
        date = "-".join(f"{part:02}" for part in parts) or None
        same("CSL-JSON", edition, "date", date, edition["date"])
        same("CSL-JSON", edition, "series", item.get("collection-title"), edition["series"])
    style = CitationStylesStyle(str(SCHEMAS / "styles" / "apa.csl"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    cited = [str(entry) for entry in bibliography.bibliography()]
    for item in items:
        names = [name.get("family") or name.get("literal") for name in item.get("author", [])]
        wanted = names[:1] + [item["title"].split(":")[0][:20]]
        # The formatter turns straight quotes round, so only what stands before one is looked for.
        if not any(all(words.split('"')[0] in entry for words in wanted) for entry in cited):
            faults.append(f"citeproc-py: {item['id']}: no citation has {wanted}")


def dublin_core(folder, known):
    graph = rdflib.Graph().parse(folder / "dublin-core.rdf")
    terms, foaf = rdflib.DCTERMS, rdflib.FOAF
    records = set(graph.subjects(terms.title))
    count("rdflib", len(records), len(known))
    for record in records:
        edition = known[str(record).removeprefix("urn:uuid:")]
        same("rdflib", edition, "title", str(graph.value(record, terms.title)), whole(edition))
        names = sorted(str(graph.value(person, foaf.name)) for person in graph.objects(record, terms.creator))
        same("rdflib", edition, "authors", names, sorted(edition["names"]))
        date = graph.value(record, terms.issued)
        same("rdflib", edition, "date", date is not None and str(date) or None, edition["date"])


def opds(folder, known):
    feeds = sorted((folder / "opds1").glob("all*.xml"))
    entries = []
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        if feed.bozo:
            faults.append(f"feedparser: {path.name}: {feed.bozo_exception}")
        entries += feed.entries
    count("feedparser", len(entries), len(known))
    for entry in entries:
        edition = known[entry.id.removeprefix("urn:uuid:")]
        names = [author.name for author in entry.get("authors", []) if "name" in author]
        same("feedparser", edition, "authors", names, edition["names"])
        same("feedparser", edition, "date", (entry.get("published") or "")[:10] or None, edition["date"])
        if not any(link.rel.startswith("http://opds-spec.org/acquisition") for link in entry.links):
            faults.append(f"feedparser: {edition['path']}: nothing to acquire")
    publications = []
    for path in sorted((folder / "opds2").glob("all*.json")):
        publications += json.loads(path.read_text(encoding="utf-8"))["publications"]
    count("OPDS 2.0", len(publications), len(known))
    parser = OPDS2FeedParserFactory().create()
    for path in sorted((folder / "opds2").rglob("*.json")):
        for fault in parser.parse_file(str(path)).errors:
            faults.append(f"webpub-manifest-parser: {path.name}: {fault}")
    for publication in publications:
        metadata = publication["metadata"]
        edition = known[metadata["identifier"].removeprefix("urn:uuid:")]
        same("OPDS 2.0", edition, "title", metadata["title"], edition["title"])
        same("OPDS 2.0", edition, "authors", [one["name"] for one in metadata.get("author", [])], edition["names"])
        series = metadata.get("belongsTo", {}).get("series", [{}])[0]
        same("OPDS 2.0", edition, "series", series.get("name"), edition["series"])
        position = series.get("position")
        same("OPDS 2.0", edition, "position", position and str(position), edition["position"])


def onix(folder, known):
    for fault in onixcheck.validate(str(folder / "onix.xml")):
        faults.append(f"onixcheck: {fault}")
    message = ElementTree.parse(folder / "onix.xml").getroot()
    seen = set()
    for product in message.iter(ONIX + "Product"):
        reference = product.find(ONIX + "RecordReference").text
        edition = known[reference.rsplit("-", 1)[0]]
        seen.add(edition["path"])
        detail = product.find(ONIX + "DescriptiveDetail")
        title = detail.find(f"{ONIX}TitleDetail/{ONIX}TitleElement/{ONIX}TitleText").text
        same("ONIX", edition, "title", title, edition["title"])
        names = [
            person.find(ONIX + "PersonName").text
            for person in detail.iter(ONIX + "Contributor")
            if person.find(ONIX + "ContributorRole").text in ("A01", "C01")
        ]
        same("ONIX", edition, "authors", names, edition["names"])
        position = detail.find(f"{ONIX}Collection/{ONIX}CollectionSequence/{ONIX}CollectionSequenceNumber")
        same("ONIX", edition, "position", position is not None and position.text or None, edition["position"])
    count("ONIX", len(seen), len(known))


def books(folder, known):
    """What readers of EPUBs make of each; returns their names."""
    readers = {"ebookmeta": with_ebookmeta}
    if shutil.which("ebook-meta"):
        readers["calibre"] = with_calibre
    if shutil.which("pandoc"):
        readers["pandoc"] = with_pandoc
    for edition in known.values():
        for reader, read in readers.items():
            wanted = edition | {"authors": edition["writers"]}
            if reader == "calibre":
                wanted |= {"title": whole(edition), "date": inner_day(edition["date"])}
            for what, found in read(str(folder / edition["path"])).items():
                same(reader, edition, what, found, wanted[what])
    return list(readers)


def inner_day(date):
    """calibre moves the first and the last day of a month inwards, for the sake of time zones."""
    if date is None:
        return None
    day = datetime.date.fromisoformat(date)
    if (day + datetime.timedelta(days=1)).month > day.month:
        day -= datetime.timedelta(days=1)
    return str(day.replace(day=2) if day.day == 1 else day)


def with_ebookmeta(path):
    book = ebookmeta.get_metadata(path)
    return {"title": book.title, "series": book.series or None, "position": book.series_index or None}


def with_calibre(path):
    """Reads with calibre's `ebook-meta`, as OPF of its own version, which has the place in a series beside its name."""
    with tempfile.TemporaryDirectory() as scratch:
        opf = Path(scratch) / "book.opf"
        subprocess.run(["ebook-meta", path, f"--to-opf={opf}"], capture_output=True, check=True)
        metadata = ElementTree.parse(opf).getroot().find(OPF + "metadata")
    named = {meta.get("name"): meta.get("content") for meta in metadata.iter(OPF + "meta")}
    date = metadata.find(DC + "date")
    found = {
        "title": metadata.find(DC + "title").text,
        "date": date.text[:10] if date is not None and not date.text.startswith("0101") else None,
        "series": named.get("calibre:series"),
    }
    # A book whose authors are unknown is by "Unknown", one whose place is not told is the first of its series.
    authors = [creator.text for creator in metadata.iter(DC + "creator")]
    found["authors"] = [] if authors == ["Unknown"] else authors
    if named.get("calibre:series_index") not in (None, "1.0", "1"):
        found["position"] = named["calibre:series_index"].removesuffix(".0")
    return found


def with_pandoc(path):
    said = subprocess.run(["pandoc", "-f", "epub", "-t", "json", path], capture_output=True, check=True)
    words = json.loads(said.stdout)["meta"]

    def plain(value):
        if value["t"] == "MetaString":
            return value["c"]
        parts = {"Str": lambda part: part["c"], "Space": lambda part: " ", "SoftBreak": lambda part: " "}
        return "".join(parts[part["t"]](part) for part in value["c"])

    return {"date": plain(words["date"]) if "date" in words else None}


def crossref(folder):
    path = folder / "crossref.xml"
    if not path.exists():
        return 0
    folder = SCHEMAS / "crossref"
    mathml = folder / "standard-modules" / "mathml3" / "mathml3.xsd"
    places = {"http://www.w3.org/1998/Math/MathML": str(mathml)}
    schema = xmlschema.XMLSchema11(str(folder / "crossref5.5.0.xsd"), locations=places, allow="local")
    for fault in schema.iter_errors(str(path)):
        faults.append(f"crossref5.5.0.xsd: {fault.path}: {fault.reason}")
    return len(ElementTree.parse(path).getroot().findall(".//{*}report-paper"))


def main():
    for argument in sys.argv[1:]:
        folder = Path(argument)
        known = editions(folder)
        lists = folder / "catalogue"
        for reader in (marc, bibtex, ris, csl, dublin_core, opds, onix):
            reader(lists, known)
        deposited = crossref(lists)
        readers = books(folder, known)
        readers += ["MARC::Schema"] if marc_schema(lists) else []
        print(f"{folder}: {len(known)} records read from 8 lists, {deposited} deposits validated; {', '.join(readers)}")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

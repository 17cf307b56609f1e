//! What content refers to by name: it must be there, and of its kind (ISO 32000-1, 7.8.3).

use lopdf::{Dictionary, Object};

use super::file::File;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::RESOURCE_WRONG;

/// Checks the resources of every object that has some, and the colour spaces of images and groups.
pub fn check(file: &File, faults: &mut Vec<Diagnostic>) {
    for (id, object) in file.objects() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        let mut fault = |what: &str, name: &str| {
            let message = format!("object {} refers to {what} `{name}` that is none, or is not there", id.0);
            faults.push(Diagnostic::error(&RESOURCE_WRONG, message));
        };
        if let Some(space) = file.get(dictionary, b"ColorSpace")
            && !matches!(space, Object::Dictionary(_))
            && !is_space(file, space)
        {
            fault("a colour space", "ColorSpace");
        }
        let group = file.dictionary(dictionary, b"Group");
        if group.and_then(|group| file.get(group, b"CS")).is_some_and(|space| !is_space(file, space)) {
            fault("a colour space", "CS");
        }
        if let Some(resources) = file.dictionary(dictionary, b"Resources") {
            check_kinds(file, resources, &mut fault);
        }
    }
}

fn check_kinds(file: &File, resources: &Dictionary, fault: &mut impl FnMut(&str, &str)) {
    type Test = fn(&File, &Object) -> bool;
    let kinds: [(&str, &str, Test); 6] = [
        ("ColorSpace", "a colour space", is_space),
        ("XObject", "an image or form", |file, object| {
            object.as_stream().is_ok_and(|s| matches!(file.name(&s.dict, b"Subtype"), Some("Image" | "Form")))
        }),
        ("Font", "a font", |file, object| {
            object.as_dict().is_ok_and(|font| file.name(font, b"Type") == Some("Font"))
        }),
        ("Pattern", "a pattern", |_, object| has(object, b"PatternType")),
        ("Shading", "a shading", |_, object| has(object, b"ShadingType")),
        ("ExtGState", "a graphics state", |_, object| object.as_dict().is_ok()),
    ];
    for (key, what, is_kind) in kinds {
        for (name, object) in file.dictionary(resources, key.as_bytes()).into_iter().flatten() {
            if !file.resolve(object).is_some_and(|object| is_kind(file, object)) {
                fault(what, &String::from_utf8_lossy(name));
            }
        }
    }
}

fn has(object: &Object, key: &[u8]) -> bool {
    let dictionary = object.as_stream().map(|stream| &stream.dict).or_else(|_| object.as_dict());
    dictionary.is_ok_and(|dictionary| dictionary.has(key))
}

/// Tells whether an object is a colour space: a name, or an array whose profile is one (8.6).
fn is_space(file: &File, object: &Object) -> bool {
    let space = match object {
        Object::Name(_) => return true,
        Object::Array(space) => space,
        _ => return false,
    };
    let at = |index: usize| space.get(index).and_then(|part| file.resolve(part));
    match at(0).and_then(|kind| kind.as_name().ok()) {
        Some(b"ICCBased") => at(1)
            .and_then(|profile| profile.as_stream().ok())
            .is_some_and(|profile| matches!(file.integer(&profile.dict, b"N"), Some(1 | 3 | 4))),
        Some(b"Indexed" | b"Pattern") => at(1).is_none_or(|base| is_space(file, base)),
        Some(_) => true,
        None => false,
    }
}

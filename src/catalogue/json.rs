//! JSON objects that leave out what is not there.

use serde_json::{Map, Value};

/// An object that grows by what there is.
#[derive(Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    /// Puts a value in, unless it is null or an empty list.
    pub(super) fn put(&mut self, name: &str, value: Value) {
        if !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()) {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// The same, for building in one expression.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.put(name, value.into());
        self
    }

    /// Returns the object.
    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// Writes a value as a file, indented, with a line end at its end.
pub(super) fn file(value: &Value) -> String {
    let mut text = pretty(value);
    text.push('\n');
    text
}

/// Writes a value, indented.
pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON whose keys are text always serialises")
}

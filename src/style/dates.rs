//! Dates in the words of languages that have no labels of their own, by the Unicode CLDR (icu_datetime).

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_locale_core::Locale;

/// Returns a date in its long form; `None` for a language that CLDR does not know.
pub(super) fn long(tag: &str, date: jiff::civil::Date) -> Option<String> {
    let known = format(&tag.parse().ok()?, date)?;
    // What is not known is written as the root locale writes it, which is no language's way.
    (format(&Locale::UNKNOWN, date)? != known).then_some(known)
}

fn format(locale: &Locale, date: jiff::civil::Date) -> Option<String> {
    let formatter =
        FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YMD::long()).ok()?;
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    let date = Date::try_new_gregorian(i32::from(date.year()), month, day).ok()?;
    Some(formatter.format(&date).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::labels::{self, Labels, Overrides};

    fn day(day: i8) -> jiff::civil::Date {
        jiff::civil::Date::new(2012, 2, day).expect("a day of the calendar")
    }

    #[test]
    fn languages_without_labels_have_dates() {
        for (tag, words) in [
            ("it", "23 febbraio 2012"),
            ("he", "23 בפברואר 2012"),
            ("fa", "۲۳ فوریه ۲۰۱۲"),
            ("my", "၂၀၁၂ ဖေဖော်ဝါရီ ၂၃"),
            ("pt-BR", "23 de fevereiro de 2012"),
        ] {
            assert_eq!(long(tag, day(23)).as_deref(), Some(words), "{tag}");
        }
        assert_eq!(long("xx", day(23)), None);
        assert_eq!(long("zz-Zzzz-nonsense-x", day(23)), None);
    }

    /// Where labels write a date otherwise than CLDR, the reason stands here.
    const OTHERWISE: [(&str, i8, &str); 5] = [
        // CLDR's general English is American; the house's is British, as in Singapore.
        ("en", 23, "23 February 2012"),
        // The first of the month is an ordinal in French, which patterns of CLDR cannot say.
        ("fr", 1, "1er février 2012"),
        // A narrow space is in few faces; the common one that does not break stands in all.
        ("ru", 23, "23 февраля 2012\u{a0}г."),
        // Thai years are those of the Buddhist calendar.
        ("th", 23, "23 กุมภาพันธ์ พ.ศ. 2555"),
        // What official Vietnamese writes; CLDR leaves out the word for the year.
        ("vi", 23, "23 tháng 2 năm 2012"),
    ];

    #[test]
    fn labels_write_dates_as_cldr_does() {
        let none = Overrides::new();
        let mut found = Vec::new();
        let days = |tag| (1..=12).flat_map(move |month| [(tag, month, 1), (tag, month, 23)]);
        for (tag, month, day) in labels::languages().flat_map(days) {
            let date = jiff::civil::Date::new(2012, month, day).expect("a day of the calendar");
            let own = Labels::of(tag, &none).date(date);
            let cldr = long(tag, date).unwrap_or_default();
            let is_known = OTHERWISE.iter().any(|(other, _, _)| *other == tag);
            if own != cldr && !is_known {
                found.push(format!("{tag}: {own}, but CLDR has {cldr}"));
            }
        }
        assert!(found.is_empty(), "{found:#?}");
        for (tag, at, words) in OTHERWISE {
            assert_eq!(Labels::of(tag, &none).date(day(at)), words);
            assert_ne!(long(tag, day(at)).as_deref(), Some(words), "no exception is needed for {tag}");
        }
    }
}

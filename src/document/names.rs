//! Names of people: which part is the family's, for sorting and for citations.
//!
//! A record gives a name as the byline has it and no more, so the order is told by signs: a comma,
//! the script, patronymics, particles, and family names that come first.

use super::NameParts;
use crate::spaces;

/// A name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A family name and given names: "Kizekova" and "Alica".
    Parted { family: String, given: String, suffix: Option<String> },
    /// A name that is not turned round: one word, a patronymic, an institution, Han letters.
    Whole(String),
}

/// Particles that belong to the family name after them.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dal", "das", "dos", "du", "des", "la",
    "le", "ten", "ter", "te", "zu", "zum", "zur", "af", "av", "el", "al", "ibn", "st.", "st", "y", "e",
    "vom", "'t",
];

/// Words of patronymics, which have no family name.
const PATRONYMICS: &[&str] =
    &["bin", "binti", "binte", "bte", "bt", "ibni", "anak", "s/o", "d/o", "a/l", "a/p", "bint"];

/// Words that only institutions have in their names.
const INSTITUTIONS: &[&str] = &[
    "the",
    "of",
    "for",
    "and",
    "team",
    "institute",
    "university",
    "foundation",
    "group",
    "committee",
    "office",
    "centre",
    "center",
    "staff",
    "society",
    "association",
    "organization",
    "organisation",
    "department",
    "ministry",
    "council",
    "school",
    "programme",
    "program",
    "project",
    "editors",
    "board",
    "network",
    "commission",
    "agency",
    "unit",
    "community",
    "secretariat",
    "collective",
    "company",
    "press",
];

const SUFFIXES: &[&str] = &["jr.", "jr", "sr.", "sr", "ii", "iii", "iv", "v"];

/// Family names, in Latin letters, that are written first: Chinese, Korean, Vietnamese.
const FIRST_FAMILIES: &str = " ang aw bai bao bui cai cao chan chang chao che chee chen cheng cheong cheung chia chiang \
chin ching cho choe choi chong choo chou chow choy chu chua chuang chui chung cui dai dang deng ding dinh do dong du \
duan duong fan fang feng foo fong fu gan gao ge geng goh gong gu guan guo hai han hao he ho hoang hong hou hsieh hsu hu \
hua huang hui hung huynh ji jia jiang jiao jin kang kao khoo kim ko koh kong koo kuo kwan kwok kwon lai lam lau law le lee \
lei leng leong leung lew li lian liang liao liew lim lin ling liu lo loh long loo low lu luo luong ma mai mao meng mo mok \
neo ng ngo nguyen ni nie niu ong ooi ou ouyang pan pang park peh pei peng pham phan phang phua phung poh poon qi qian qiao \
qin qiu qu quah quek ren rong ruan seah seet seow shao shen sheng shi shih shum sim sima siow sitoh soh song soo soon su \
sun sung tai tan tang tao tay teh teng teo thai tian tien ting to toh tong tran tsai tsang tse tseng tu vo vu wan wang wee \
wei wen weng woo wong woon wu xia xiang xiao xie xing xiong xu xue yan yang yao yap ye yee yen yeo yeoh yeung yi yim yin \
yip yong yoon you yu yuan yue yun yung zeng zhai zhang zhao zheng zhong zhou zhu zhuang zhuo zong zou zuo ";

impl Name {
    /// Takes a name apart.
    pub(super) fn read(name: &str) -> Self {
        let name = spaces::folded(name);
        if let Some((family, given)) = name.split_once(", ") {
            let is_suffix = SUFFIXES.contains(&given.to_lowercase().as_str());
            return if is_suffix { Self::western(family, Some(given)) } else { Self::parted(family, given) };
        }
        Self::western(&name, None)
    }

    fn parted(family: &str, given: &str) -> Self {
        Self::Parted { family: family.to_owned(), given: given.to_owned(), suffix: None }
    }

    fn western(name: &str, suffix: Option<&str>) -> Self {
        let mut words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() < 2 || is_whole(&words) {
            return Self::Whole(match suffix {
                Some(suffix) => format!("{name}, {suffix}"),
                None => name.to_owned(),
            });
        }
        if has_family_first(&words) {
            return Self::parted(words[0], &words[1..].join(" "));
        }
        let last = words[words.len() - 1];
        let mut suffix = suffix.map(str::to_owned);
        if suffix.is_none() && words.len() > 2 && SUFFIXES.contains(&last.to_lowercase().as_str()) {
            suffix = Some(last.to_owned());
            words.pop();
        }
        let mut start = words.len() - 1;
        // Particles are in lower case, except at the start of a family name in Dutch bylines, where
        // a capital one ("Van der Walt") still has a small one after it.
        while start > 1 && is_particle(words[start - 1]) {
            start -= 1;
        }
        Self::Parted { family: words[start..].join(" "), given: words[..start].join(" "), suffix }
    }

    /// Tells whether a name is in a script without capitals, and so without initials.
    pub(super) fn is_without_initials(name: &str) -> bool {
        let first = name.chars().next().unwrap_or_default();
        !first.is_ascii() && !first.is_uppercase() && !first.is_lowercase()
    }

    /// Returns the name with the family first: "Kizekova, Alica".
    pub(super) fn file_as(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Parted { family, given, suffix: None } => format!("{family}, {given}"),
            Self::Parted { family, given, suffix: Some(suffix) } => format!("{family}, {given}, {suffix}"),
        }
    }

    /// Returns its parts, if it has them.
    pub(super) fn into_parts(self) -> Option<NameParts> {
        match self {
            Self::Whole(_) => None,
            Self::Parted { family, given, suffix } => Some(NameParts { family, given, suffix }),
        }
    }

    /// Returns the name as APA cites it: "Kizekova, A."
    pub(super) fn cited(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Parted { family, given, suffix } => {
                let initials: Vec<String> =
                    given.split(' ').map(initial).filter(|part| !part.is_empty()).collect();
                let suffix = suffix.as_ref().map(|suffix| format!(", {suffix}")).unwrap_or_default();
                format!("{family}, {}{suffix}", initials.join(" "))
            }
        }
    }

    /// Returns the family's name, or the whole where there is none.
    pub(super) fn family(&self) -> &str {
        match self {
            Self::Whole(name) => name,
            Self::Parted { family, .. } => family,
        }
    }
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word) || word == "Van" || word == "Von"
}

fn is_whole(words: &[&str]) -> bool {
    Name::is_without_initials(words[0])
        || words.iter().any(|word| {
            let lower = word.to_lowercase();
            PATRONYMICS.contains(&lower.as_str()) || INSTITUTIONS.contains(&lower.as_str())
        })
        || words.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()))
}

/// Tells whether the first word is a family name that is written first: "Tan See Seng",
/// "Li Mingjiang", "Kim Jong-un", but not "Lee Child" or "Long John Silver".
fn has_family_first(words: &[&str]) -> bool {
    let is_family = |word: &str| FIRST_FAMILIES.contains(&format!(" {} ", word.to_lowercase()));
    let given = &words[1..];
    if !is_family(words[0]) || given.iter().any(|word| word.ends_with('.')) {
        return false;
    }
    match given {
        [one] if one.contains('-') => one.split('-').all(is_syllable),
        [one] => !is_family(one) && syllables(one) >= 2,
        [first, second] => is_syllable(first) && is_syllable(second),
        _ => false,
    }
}

fn is_syllable(word: &str) -> bool {
    syllables(word) == 1
}

const ONSETS: &[&str] = &[
    "zh", "ch", "sh", "ng", "th", "ph", "kh", "hs", "ts", "tr", "gi", "qu", "b", "p", "m", "f", "d", "t",
    "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w", "v",
];

const RHYMES: &[&str] = &[
    "iang", "uang", "iong", "ueng", "eong", "oong", "eung", "ang", "eng", "ing", "ong", "ung", "ian", "uan",
    "iao", "uai", "uei", "yun", "een", "ook", "eok", "eow", "eck", "iew", "ean", "oon", "eng", "ien", "uen",
    "ieu", "ao", "ai", "ei", "ou", "an", "en", "in", "un", "on", "ia", "ie", "iu", "ua", "ue", "ui", "uo",
    "ee", "oo", "ow", "oh", "ah", "eh", "ye", "uy", "oe", "am", "im", "em", "ip", "ik", "ok", "ew", "aw",
    "ay", "ey", "oy", "eu", "a", "e", "i", "o", "u",
];

/// Counts the syllables of Chinese, Korean or Vietnamese in Latin letters that a word is made of;
/// 0 where it is none such.
fn syllables(word: &str) -> usize {
    fn split(rest: &str, deep: usize) -> Option<usize> {
        if rest.is_empty() {
            return Some(0);
        }
        if deep == 0 {
            return None;
        }
        let onsets = ONSETS.iter().filter_map(|onset| rest.strip_prefix(onset)).chain([rest]);
        onsets
            .flat_map(|after| RHYMES.iter().filter_map(move |rhyme| after.strip_prefix(rhyme)))
            .find_map(|after| split(after, deep - 1))
            .map(|count| count + 1)
    }
    if word.len() > 12 { 0 } else { split(&word.to_lowercase(), 3).unwrap_or(0) }
}

/// Returns the initial of a given name: "A.", "J.-L."; a particle stays.
fn initial(given: &str) -> String {
    if is_particle(given) {
        return given.to_owned();
    }
    let parts = given.split('-').filter_map(|part| part.chars().next());
    parts.map(|letter| format!("{}.", letter.to_uppercase())).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filed_by_their_family() {
        for (name, filed) in [
            ("Alica Kizekova", "Kizekova, Alica"),
            ("Anelda van der Walt", "van der Walt, Anelda"),
            ("Ludwig Van Beethoven", "Van Beethoven, Ludwig"),
            ("Caroline F. Ajilogba", "Ajilogba, Caroline F."),
            ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
            ("Sammy Davis Jr.", "Davis, Sammy, Jr."),
            ("Kizekova, Alica", "Kizekova, Alica"),
            ("Plato", "Plato"),
            ("王小明", "王小明"),
            ("王 小明", "王 小明"),
            ("Tan See Seng", "Tan, See Seng"),
            ("Lee Kuan Yew", "Lee, Kuan Yew"),
            ("Li Mingjiang", "Li, Mingjiang"),
            ("Ong Keng Yong", "Ong, Keng Yong"),
            ("Kim Jong-un", "Kim, Jong-un"),
            ("Barry Desker", "Desker, Barry"),
            ("Kumar Ramakrishna", "Ramakrishna, Kumar"),
            ("Alexander Hamilton", "Hamilton, Alexander"),
            ("Dan Williams", "Williams, Dan"),
            ("Ahmad bin Ismail", "Ahmad bin Ismail"),
            ("The Carpentries", "The Carpentries"),
            ("18F Team", "18F Team"),
            ("Иван Петров", "Петров, Иван"),
        ] {
            assert_eq!(Name::read(name).file_as(), filed);
        }
    }

    #[test]
    fn names_are_cited_by_initials() {
        for (name, cited) in [
            ("Alica Kizekova", "Kizekova, A."),
            ("Jean-Luc Picard", "Picard, J.-L."),
            ("Tan See Seng", "Tan, S. S."),
            ("Émile Zola", "Zola, É."),
            ("Martin Luther King, Jr.", "King, M. L., Jr."),
            ("Plato", "Plato"),
        ] {
            assert_eq!(Name::read(name).cited(), cited);
        }
    }
}

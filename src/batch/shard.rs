//! A part of an archive for one of several machines.

use std::str::FromStr;

/// One of `count` parts, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub index: u32,
    /// How many parts there are.
    pub count: u32,
}

impl Shard {
    /// Tells whether a record file belongs to this part; the same on every machine.
    #[must_use]
    pub fn holds(&self, relative_path: &str) -> bool {
        let hash = blake3::hash(relative_path.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_le_bytes(first) % u64::from(self.count) == u64::from(self.index - 1)
    }

    /// Reads the part that a scheduler gave this process: a Kubernetes Indexed Job
    /// (`JOB_COMPLETION_INDEX` from 0, and `JOB_COMPLETIONS` set by the manifest) or a Slurm array
    /// (`SLURM_ARRAY_TASK_ID`, `_MIN` and `_COUNT`).
    #[must_use]
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let number = |name: &str| variable(name)?.parse::<u32>().ok();
        let from =
            |index: u32, count: u32| (count > 0 && index < count).then_some(Self { index: index + 1, count });
        if let (Some(index), Some(count)) = (number("JOB_COMPLETION_INDEX"), number("JOB_COMPLETIONS")) {
            return from(index, count);
        }
        let task = number("SLURM_ARRAY_TASK_ID")?;
        let first = number("SLURM_ARRAY_TASK_MIN").unwrap_or(0);
        from(task.checked_sub(first)?, number("SLURM_ARRAY_TASK_COUNT")?)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text
            .split_once('/')
            .and_then(|(index, count)| Some(Self { index: index.parse().ok()?, count: count.parse().ok()? }));
        match parsed {
            Some(shard) if (1..=shard.count).contains(&shard.index) => Ok(shard),
            _ => Err(format!("`{text}` is not a part such as 2/4 (the second of four)")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_in_exactly_one_shard() {
        for number in 0..500 {
            let path = format!("2012/CO{number:05}.md");
            let holders = (1..=7).filter(|&index| Shard { index, count: 7 }.holds(&path)).count();
            assert_eq!(holders, 1, "{path}");
        }
    }

    #[test]
    fn shards_are_read_and_refused() {
        assert_eq!("2/4".parse(), Ok(Shard { index: 2, count: 4 }));
        for wrong in ["0/4", "5/4", "1/0", "x/2", "3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn schedulers_are_understood() {
        let kubernetes = |name: &str| match name {
            "JOB_COMPLETION_INDEX" => Some("0".to_owned()),
            "JOB_COMPLETIONS" => Some("3".to_owned()),
            _ => None,
        };
        assert_eq!(Shard::from_environment(kubernetes), Some(Shard { index: 1, count: 3 }));
        let slurm = |name: &str| match name {
            "SLURM_ARRAY_TASK_ID" => Some("4".to_owned()),
            "SLURM_ARRAY_TASK_MIN" => Some("1".to_owned()),
            "SLURM_ARRAY_TASK_COUNT" => Some("4".to_owned()),
            _ => None,
        };
        assert_eq!(Shard::from_environment(slurm), Some(Shard { index: 4, count: 4 }));
        assert_eq!(Shard::from_environment(|_| None), None);
    }
}

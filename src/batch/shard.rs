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
    /// (`JOB_COMPLETION_INDEX` from 0, and `JOB_COMPLETIONS` set by its file) or a Slurm array
    /// (`SLURM_ARRAY_TASK_ID`, `_MIN`, `_STEP` and `_COUNT`). `None` outside of both.
    ///
    /// # Errors
    ///
    /// Why the part cannot be told, though there must be one: every process would build everything.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, String> {
        let number = |name: &str| -> Result<Option<u32>, String> {
            let Some(text) = variable(name) else { return Ok(None) };
            text.trim().parse().map(Some).map_err(|_| format!("`{name}` is `{text}`, expected a number"))
        };
        let part = |index: u32, count: u32| {
            if index < count {
                Ok(Some(Self { index: index + 1, count }))
            } else {
                Err("it is not one of them")
            }
        };
        if let Some(index) = number("JOB_COMPLETION_INDEX")? {
            let count = number("JOB_COMPLETIONS")?
                .ok_or("this is pod `JOB_COMPLETION_INDEX` of an Indexed Job, but not told of how many")?;
            return part(index, count)
                .map_err(|why| format!("pod {index} of `JOB_COMPLETIONS` {count}: {why}"));
        }
        let Some(task) = number("SLURM_ARRAY_TASK_ID")? else { return Ok(None) };
        let count = number("SLURM_ARRAY_TASK_COUNT")?
            .ok_or("this is task `SLURM_ARRAY_TASK_ID` of an array, but not told of how many")?;
        let first = number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(0);
        let step = number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1);
        let after = task.checked_sub(first).filter(|after| after % step == 0);
        let index = after.map_or(count, |after| after / step);
        part(index, count).map_err(|_| {
            format!(
                "task {task} of {count} from {first} by {step}: an array with gaps cannot be split evenly"
            )
        })
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

    fn from(variables: &[(&str, &str)]) -> Result<Option<Shard>, String> {
        Shard::from_environment(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn schedulers_are_understood() {
        let part = |index, count| Ok(Some(Shard { index, count }));
        assert_eq!(from(&[("JOB_COMPLETION_INDEX", "0"), ("JOB_COMPLETIONS", "3")]), part(1, 3));
        let array = |id: &'static str, step: &'static str| {
            [
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", "1"),
                ("SLURM_ARRAY_TASK_STEP", step),
                ("SLURM_ARRAY_TASK_COUNT", "4"),
            ]
        };
        assert_eq!(from(&array("4", "1")), part(4, 4));
        assert_eq!(from(&array("7", "2")), part(4, 4));
        assert_eq!(from(&[]), Ok(None));
    }

    #[test]
    fn a_part_that_cannot_be_told_is_not_the_whole() {
        for (variables, why) in [
            (vec![("JOB_COMPLETION_INDEX", "2")], "not told of how many"),
            (vec![("JOB_COMPLETION_INDEX", "3"), ("JOB_COMPLETIONS", "3")], "it is not one of them"),
            (vec![("SLURM_ARRAY_TASK_ID", "x")], "expected a number"),
            (vec![("SLURM_ARRAY_TASK_ID", "9"), ("SLURM_ARRAY_TASK_COUNT", "3")], "an array with gaps"),
        ] {
            assert!(from(&variables).is_err_and(|said| said.contains(why)), "{why}");
        }
    }
}

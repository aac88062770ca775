//! How much memory this process may use: the machine's, or what its control groups leave it (a container's limit, `MemoryMax=`
//! of a unit).

use std::path::Path;

/// Bytes; `None` where the system does not say so, which is everywhere but on Linux.
pub(crate) fn allowed() -> Option<u64> {
    allowed_under(Path::new("/"))
}

/// The same with `/proc` and `/sys` below `root`.
fn allowed_under(root: &Path) -> Option<u64> {
    let machine = std::fs::read_to_string(root.join("proc/meminfo")).ok().and_then(|text| total(&text));
    let groups = std::fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
    groups.lines().filter_map(|line| least_of_group(root, line)).chain(machine).min()
}

/// `MemTotal:  8123456 kB` (`proc_meminfo(5)`), in bytes.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// The least limit of a group and those around it. `line` is one of `/proc/self/cgroup`: `0::/path` for the second version
/// (`cgroups(7)`), `9:memory:/path` for the first.
fn least_of_group(root: &Path, line: &str) -> Option<u64> {
    let mut parts = line.splitn(3, ':');
    let (_, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
    let (mount, files): (&str, &[&str]) = match controllers {
        "" => ("sys/fs/cgroup", &["memory.max", "memory.high"]),
        "memory" => ("sys/fs/cgroup/memory", &["memory.limit_in_bytes"]),
        _ => return None,
    };
    // Inside a container the path may be that of the world outside; what there is stands at the top then.
    let inside = Path::new(path.trim_start_matches('/'));
    let folders = inside.ancestors().map(|group| root.join(mount).join(group));
    let limits = folders.flat_map(|folder| files.iter().map(move |file| folder.join(file)));
    // "max" is no limit, and the first version writes a number that no machine has.
    limits.filter_map(|file| std::fs::read_to_string(file).ok()?.trim().parse().ok()).min()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{allowed, allowed_under};

    const MIB: u64 = 1 << 20;

    fn machine(files: &[(&str, &str)]) -> Option<u64> {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = root.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        allowed_under(root.path())
    }

    const TWO_GIGABYTES: (&str, &str) =
        ("proc/meminfo", "MemTotal:        2097152 kB\nMemFree:          512000 kB\n");

    #[test]
    fn a_machine_without_limits_gives_all_it_has() {
        assert_eq!(machine(&[TWO_GIGABYTES]), Some(2048 * MIB));
        let unlimited =
            [TWO_GIGABYTES, ("proc/self/cgroup", "0::/\n"), ("sys/fs/cgroup/memory.max", "max\n")];
        assert_eq!(machine(&unlimited), Some(2048 * MIB));
        assert_eq!(machine(&[]), None);
        assert_eq!(machine(&[("proc/meminfo", "MemTotal: a lot\n")]), None);
    }

    #[test]
    fn a_unit_has_the_least_of_its_own_limit_and_those_around_it() {
        let unit = ("proc/self/cgroup", "0::/system.slice/dateline.service\n");
        let own = ("sys/fs/cgroup/system.slice/dateline.service/memory.max", "536870912\n");
        assert_eq!(machine(&[TWO_GIGABYTES, unit, own]), Some(512 * MIB));
        let around = ("sys/fs/cgroup/system.slice/memory.high", "268435456\n");
        assert_eq!(machine(&[TWO_GIGABYTES, unit, own, around]), Some(256 * MIB));
    }

    #[test]
    fn a_container_of_the_first_version_has_its_limit() {
        let inside = ("proc/self/cgroup", "11:cpu:/docker/ab\n9:memory:/docker/ab\n0::/\n");
        let limit = ("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");
        assert_eq!(machine(&[TWO_GIGABYTES, inside, limit]), Some(1024 * MIB));
        let none = ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assert_eq!(machine(&[TWO_GIGABYTES, inside, none]), Some(2048 * MIB));
    }

    #[test]
    fn this_machine_has_some() {
        assert!(allowed().is_none_or(|bytes| bytes > 16 * MIB));
    }
}

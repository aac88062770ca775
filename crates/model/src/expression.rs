//! Old addresses that an expression tells: `^/([0-9]{4})/(.*)$`, as Ghost's file of redirects, plug-ins of WordPress and hosts
//! of static sites hold them.
//!
//! Understood is what such files use of JavaScript's and PHP's expressions: signs, `.`, classes, groups, alternatives, counts and
//! `$` at the end. What needs to look ahead or back is refused. A match costs a bounded number of steps.

use crate::encode_path;

/// The most expressions of one site: each of them is tried for an address that nothing else answers.
pub const EXPRESSIONS_MAX: usize = 200;
/// The steps that all expressions of a site may take for one address, together; a step is a few instructions.
pub const EXPRESSION_STEPS: u32 = 200_000;

/// Bytes of an expression.
const BYTES_MAX: usize = 500;
/// Groups in groups.
const DEPTH_MAX: usize = 10;
/// Groups that an address can name: `$1` to `$9`.
const GROUPS_MAX: usize = 9;
/// How often something may be counted out: `{1,100}`.
const COUNT_MAX: usize = 100;
/// Instructions of one expression, its counts written out.
const PROGRAM_MAX: usize = 1_000;
/// Chances to come back to.
const BRANCHES_MAX: usize = 10_000;

/// An expression for paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathExpression {
    program: Vec<Step>,
    groups: usize,
    any_case: bool,
}

/// An instruction of the matcher.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    One(Class),
    /// Goes on at the first; at the second when that fails.
    Either(usize, usize),
    GoTo(usize),
    Mark(usize),
    End,
    Found,
}

/// A sign, or one of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Class {
    ranges: Vec<(char, char)>,
    is_not: bool,
}

#[derive(Clone)]
enum Node {
    One(Class),
    Group(Option<usize>, Vec<Vec<Node>>),
    Count { of: Box<Node>, least: usize, most: Option<usize>, is_lazy: bool },
    End,
}

impl PathExpression {
    /// Whether the old address of a redirect is an expression.
    pub fn is_one(from: &str) -> bool {
        from.starts_with('^')
    }

    /// Reads an expression, which begins with `^`; `^(?i)` tells that capitals count as small letters.
    ///
    /// # Errors
    /// What is not understood.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.len() > BYTES_MAX {
            return Err("an expression has at most 500 bytes");
        }
        let rest = text.strip_prefix('^').ok_or("an expression begins with ^")?;
        let (any_case, rest) = rest.strip_prefix("(?i)").map_or((false, rest), |rest| (true, rest));
        let mut parser = Parser { signs: rest.chars().collect(), at: 0, groups: 0, depth: 0 };
        let ways = parser.ways()?;
        if parser.at < parser.signs.len() {
            return Err("a ) has no ( before it");
        }
        let mut program = Vec::new();
        write_ways(&mut program, &ways)?;
        program.push(Step::Found);
        Ok(Self { program, groups: parser.groups, any_case })
    }

    /// Whether an address can be made of what the groups hold: a path or a whole address, whose host no reader chooses.
    pub fn can_lead_to(&self, to: &str) -> bool {
        let host = to.strip_prefix("https://").or_else(|| to.strip_prefix("http://"));
        let is_safe = match host {
            Some(host) => {
                host.split_once('/').map_or(host, |(host, _)| host).bytes().all(|byte| byte != b'$')
            }
            None => to.starts_with('/') && !to.starts_with("//"),
        };
        is_safe && pieces(to).all(|piece| piece.is_ok_and(|(_, group)| group <= self.groups))
    }

    /// Where the expression leads a decoded path: `to` with what the groups hold in the place of `$1` to `$9`, encoded. `None` when it does not
    /// fit, when the steps are used up, and when readers would be sent round in circles.
    pub fn lead(&self, path: &str, to: &str, steps: &mut u32) -> Option<String> {
        let signs: Vec<char> = path.chars().collect();
        let found = self.found(&signs, steps)?;
        let mut address = String::with_capacity(to.len() + path.len());
        let mut constant = None;
        for piece in pieces(to) {
            let (text, group) = piece.ok()?;
            // What a group leaves empty would bring two slashes together; in front they would name a host.
            let is_twice = constant.is_some() && address.ends_with('/');
            address.push_str(text.strip_prefix('/').filter(|_| is_twice).unwrap_or(text));
            if group > 0 {
                constant.get_or_insert(address.len());
                if let Some((from, till)) = found.get(group - 1).copied().flatten() {
                    let held: String = signs.get(from..till)?.iter().collect();
                    let held = if address.ends_with('/') { held.trim_start_matches('/') } else { &held };
                    address.push_str(&encode_path(held));
                }
            }
        }
        if !address.starts_with('/') {
            return Some(address);
        }
        let again: Vec<char> = address.chars().collect();
        let fits_again = constant.is_some() && self.found(&again, steps).is_some();
        // What becomes shorter each time comes to an end.
        let (front, before) = (to.get(..constant.unwrap_or(to.len())).unwrap_or(to), encode_path(path));
        let goes_on = address.len() >= before.len() && (front.len() <= 1 || path.starts_with(front));
        (address != before && !(fits_again && goes_on)).then_some(address)
    }

    /// What the groups hold of a path that the expression fits, from its first sign on.
    fn found(&self, signs: &[char], steps: &mut u32) -> Option<Vec<Option<(usize, usize)>>> {
        type Marks = [Option<usize>; 2 * GROUPS_MAX];
        let mut branches: Vec<(usize, usize, Marks)> = vec![(0, 0, [None; 2 * GROUPS_MAX])];
        while let Some((mut pc, mut at, mut marks)) = branches.pop() {
            while let Some(step) = self.program.get(pc) {
                *steps = steps.checked_sub(1)?;
                pc += 1;
                match step {
                    Step::One(class) => {
                        if !signs.get(at).is_some_and(|sign| class.has(*sign, self.any_case)) {
                            break;
                        }
                        at += 1;
                    }
                    Step::Either(first, second) => {
                        if branches.len() >= BRANCHES_MAX {
                            return None;
                        }
                        branches.push((*second, at, marks));
                        pc = *first;
                    }
                    Step::GoTo(there) => pc = *there,
                    Step::Mark(n) => {
                        if let Some(mark) = marks.get_mut(*n) {
                            *mark = Some(at);
                        }
                    }
                    Step::End if at == signs.len() => {}
                    Step::End => break,
                    Step::Found => {
                        return Some(
                            marks.chunks(2).map(|pair| Some(((*pair.first()?)?, (*pair.get(1)?)?))).collect(),
                        );
                    }
                }
            }
        }
        None
    }
}

/// The pieces of an address: text, and the number of the group behind it, 0 for none; an error for a `$` that names no group.
fn pieces(to: &str) -> impl Iterator<Item = Result<(&str, usize), ()>> {
    let mut rest = Some(to);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some((before, after)) = text.split_once('$') else { return Some(Ok((text, 0))) };
        let number = after.chars().next().and_then(|sign| sign.to_digit(10)).filter(|number| *number > 0);
        let Some(number) = number else { return Some(Err(())) };
        rest = after.get(1..);
        Some(Ok((before, number as usize)))
    })
}

impl Class {
    fn of(sign: char) -> Self {
        Self { ranges: vec![(sign, sign)], is_not: false }
    }

    fn has(&self, sign: char, any_case: bool) -> bool {
        let within = |sign: char| self.ranges.iter().any(|(from, till)| (*from..=*till).contains(&sign));
        let is_in =
            within(sign) || any_case && (sign.to_lowercase().any(within) || sign.to_uppercase().any(within));
        is_in != self.is_not
    }

    /// `\d`, `\w`, `\s` and their opposites.
    fn named(letter: char) -> Option<Self> {
        let ranges = match letter.to_ascii_lowercase() {
            'd' => vec![('0', '9')],
            'w' => vec![('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')],
            's' => vec![(' ', ' '), ('\t', '\r'), ('\u{a0}', '\u{a0}')],
            _ => return None,
        };
        Some(Self { ranges, is_not: letter.is_ascii_uppercase() })
    }
}

struct Parser {
    signs: Vec<char>,
    at: usize,
    groups: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn takes(&mut self, words: &str) -> bool {
        let fits = words.chars().enumerate().all(|(n, sign)| self.signs.get(self.at + n) == Some(&sign));
        if fits {
            self.at += words.chars().count();
        }
        fits
    }

    /// Alternatives, up to a `)` or the end.
    fn ways(&mut self) -> Result<Vec<Vec<Node>>, &'static str> {
        let mut ways = vec![Vec::new()];
        while let Some(sign) = self.peek().filter(|sign| *sign != ')') {
            self.at += 1;
            if sign == '|' {
                ways.push(Vec::new());
                continue;
            }
            let node = self.node(sign)?;
            let node = self.counted(node)?;
            if let Some(way) = ways.last_mut() {
                way.push(node);
            }
        }
        Ok(ways)
    }

    fn node(&mut self, sign: char) -> Result<Node, &'static str> {
        Ok(match sign {
            '(' => {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err("groups stand in at most ten others");
                }
                let number = if self.takes("?:") {
                    None
                } else {
                    if self.takes("?<") || self.takes("?P<") {
                        if matches!(self.peek(), Some('=' | '!')) {
                            return Err("an expression cannot look back");
                        }
                        while self.peek().is_some_and(|sign| sign != '>') {
                            self.at += 1;
                        }
                        self.at += 1;
                    } else if self.peek() == Some('?') {
                        return Err("an expression cannot look ahead");
                    }
                    self.groups += 1;
                    if self.groups > GROUPS_MAX {
                        return Err("an expression has at most nine groups");
                    }
                    Some(self.groups)
                };
                let ways = self.ways()?;
                if !self.takes(")") {
                    return Err("a ( has no ) behind it");
                }
                self.depth -= 1;
                Node::Group(number, ways)
            }
            '[' => Node::One(self.class()?),
            '.' => Node::One(Class { ranges: vec![('\n', '\n')], is_not: true }),
            '$' => Node::End,
            '\\' => Node::One(self.escaped()?),
            '*' | '+' | '?' => return Err("nothing stands before a count"),
            '^' => return Err("^ stands only at the beginning"),
            sign => Node::One(Class::of(sign)),
        })
    }

    fn escaped(&mut self) -> Result<Class, &'static str> {
        let sign = self.peek().ok_or("nothing stands behind the last \\")?;
        self.at += 1;
        match Class::named(sign) {
            Some(class) => Ok(class),
            None if sign.is_alphanumeric() => Err("a \\ stands before a letter that means nothing here"),
            None => Ok(Class::of(sign)),
        }
    }

    fn class(&mut self) -> Result<Class, &'static str> {
        let mut class = Class { is_not: self.takes("^"), ..Class::default() };
        loop {
            let sign = self.peek().ok_or("a [ has no ] behind it")?;
            self.at += 1;
            let from = match sign {
                ']' if !class.ranges.is_empty() => return Ok(class),
                '[' if self.peek() == Some(':') => return Err("named classes are not understood"),
                '\\' => {
                    let one = self.escaped()?;
                    match one.ranges.as_slice() {
                        [(from, till)] if from == till && !one.is_not => *from,
                        _ if one.is_not => return Err("an opposite cannot stand in a class"),
                        _ => {
                            class.ranges.extend(one.ranges);
                            continue;
                        }
                    }
                }
                sign => sign,
            };
            let till = match (self.peek(), self.signs.get(self.at + 1).copied()) {
                (Some('-'), Some(till)) if till != ']' => {
                    self.at += 2;
                    if till == '\\' {
                        self.escaped()?.ranges.first().map_or('\\', |(from, _)| *from)
                    } else {
                        till
                    }
                }
                _ => from,
            };
            if till < from {
                return Err("a class goes from a later sign to an earlier one");
            }
            class.ranges.push((from, till));
        }
    }

    fn counted(&mut self, node: Node) -> Result<Node, &'static str> {
        let (least, most) = if self.takes("*") {
            (0, None)
        } else if self.takes("+") {
            (1, None)
        } else if self.takes("?") {
            (0, Some(1))
        } else if self.takes("{") {
            let least = self.number().ok_or("a count is a number in { }")?;
            let most = if self.takes(",") { self.number() } else { Some(least) };
            if !self.takes("}") {
                return Err("a count is a number in { }");
            }
            (least, most)
        } else {
            return Ok(node);
        };
        if least > COUNT_MAX || most.is_some_and(|most| most > COUNT_MAX || most < least) {
            return Err("a count goes up to 100");
        }
        let is_lazy = self.takes("?");
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return Err("a count stands behind a count");
        }
        Ok(Node::Count { of: Box::new(node), least, most, is_lazy })
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|sign| sign.to_digit(10)) {
            self.at += 1;
            number = Some((number.unwrap_or(0_usize).saturating_mul(10)).saturating_add(digit as usize));
        }
        number
    }
}

/// Writes one step, if there is place for it; tells where it stands.
fn push(program: &mut Vec<Step>, step: Step) -> Result<usize, &'static str> {
    if program.len() >= PROGRAM_MAX {
        return Err("the expression is too long with its counts written out");
    }
    program.push(step);
    Ok(program.len() - 1)
}

/// Puts the step that leads two ways at its place, now that both are known.
fn branch(program: &mut [Step], at: usize, inside: usize, past: usize, is_lazy: bool) {
    if let Some(step) = program.get_mut(at) {
        *step = if is_lazy { Step::Either(past, inside) } else { Step::Either(inside, past) };
    }
}

fn write_ways(program: &mut Vec<Step>, ways: &[Vec<Node>]) -> Result<(), &'static str> {
    let mut ends = Vec::new();
    for (n, way) in ways.iter().enumerate() {
        let fork = if n + 1 < ways.len() { Some(push(program, Step::Found)?) } else { None };
        for node in way {
            write(program, node)?;
        }
        if let Some(fork) = fork {
            ends.push(push(program, Step::Found)?);
            let next = program.len();
            branch(program, fork, fork + 1, next, false);
        }
    }
    let past = program.len();
    for end in ends {
        if let Some(step) = program.get_mut(end) {
            *step = Step::GoTo(past);
        }
    }
    Ok(())
}

fn write(program: &mut Vec<Step>, node: &Node) -> Result<(), &'static str> {
    match node {
        Node::One(class) => push(program, Step::One(class.clone())).map(drop),
        Node::End => push(program, Step::End).map(drop),
        Node::Group(None, ways) => write_ways(program, ways),
        Node::Group(Some(number), ways) => {
            push(program, Step::Mark(2 * number - 2))?;
            write_ways(program, ways)?;
            push(program, Step::Mark(2 * number - 1)).map(drop)
        }
        Node::Count { of, least, most, is_lazy } => {
            for _ in 0..*least {
                write(program, of)?;
            }
            match most {
                None if may_be_nothing(of) => {
                    return Err("what may be nothing cannot come any number of times");
                }
                None => {
                    let fork = push(program, Step::Found)?;
                    write(program, of)?;
                    push(program, Step::GoTo(fork))?;
                    let past = program.len();
                    branch(program, fork, fork + 1, past, *is_lazy);
                }
                Some(most) => {
                    let mut forks = Vec::new();
                    for _ in *least..*most {
                        forks.push(push(program, Step::Found)?);
                        write(program, of)?;
                    }
                    let past = program.len();
                    for fork in forks {
                        branch(program, fork, fork + 1, past, *is_lazy);
                    }
                }
            }
            Ok(())
        }
    }
}

fn may_be_nothing(node: &Node) -> bool {
    match node {
        Node::One(_) => false,
        Node::End => true,
        Node::Group(_, ways) => ways.iter().any(|way| way.iter().all(may_be_nothing)),
        Node::Count { of, least, .. } => *least == 0 || may_be_nothing(of),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn led(from: &str, to: &str, path: &str) -> Option<String> {
        let expression = PathExpression::parse(from).unwrap();
        assert!(expression.can_lead_to(to), "{to}");
        expression.lead(path, to, &mut EXPRESSION_STEPS.clone())
    }

    #[test]
    fn an_old_address_is_led_on_by_its_parts() {
        for (from, to, path, expected) in [
            ("^/([0-9]{4})/([0-9]{2})/(.*)$", "/$3", "/2019/04/fog/", Some("/fog/")),
            (
                r"^\/(\d{4})\/(\d{2})\/(?:\d{2}\/)?([a-z0-9-]+)\/?$",
                "/$1/$2/$3/",
                "/2019/04/30/fog/",
                Some("/2019/04/fog/"),
            ),
            ("^/old-(.*)$", "/new/$1", "/old-fog", Some("/new/fog")),
            (
                "^/(blog|news)/(.+?)/amp/?$",
                "https://a.example/$2/",
                "/news/fog/amp/",
                Some("https://a.example/fog/"),
            ),
            ("^(?i)/About(-us)?$", "/about/", "/ABOUT-US", Some("/about/")),
            ("^/tag/([^/]+)/(.*)$", "/tag/$1/", "/tag/fog & owls/page/2/", Some("/tag/fog%20&%20owls/")),
            (r"^/(.*)\.html$", "/$1/", "/a/b.html", Some("/a/b/")),
            ("^/p/(?<number>[0-9]+)", "/?p=$1", "/p/17/more", Some("/?p=17")),
            ("^/x/(a)?b$", "/y/$1/z", "/x/b", Some("/y/z")),
            ("^/old-(.*)$", "/new/$1", "/older", None),
            ("^/a{2,3}$", "/b/", "/aaaa", None),
        ] {
            assert_eq!(led(from, to, path).as_deref(), expected, "{from} {path}");
        }
    }

    #[test]
    fn nobody_is_sent_round_in_circles_or_to_a_host_of_a_strangers_choice() {
        assert_eq!(led("^/(.*)$", "/blog/$1", "/fog").as_deref(), Some("/blog/fog"));
        assert_eq!(led("^/(.*)$", "/blog/$1", "/blog/fog"), None);
        assert_eq!(led("^/([a-z]+)/([a-z]+)$", "/$2/$1", "/a/b"), None);
        assert_eq!(led("^/a/(.*)$", "/a/$1", "/a/b"), None);
        assert_eq!(led("^/go/(.*)$", "/$1", "/go//evil.example").as_deref(), Some("/evil.example"));
        let expression = PathExpression::parse("^/go/(.*)$").unwrap();
        for to in ["https://$1/", "https://a.example$1", "//$1", "$1", "/$2", "/$", "/$x", "javascript:$1"] {
            assert!(!expression.can_lead_to(to), "{to}");
        }
        assert!(expression.can_lead_to("https://a.example/$1"));
    }

    #[test]
    fn what_cannot_be_understood_is_refused() {
        for text in [
            "/a",
            "^/(a",
            "^/a)",
            "^/[a",
            "^/a**",
            "^*",
            "^/(?=a)",
            "^/(?<!a)b",
            r"^/(a)\1",
            "^/a{x}",
            "^/[b-a]",
            r"^/a\",
            "^/a^b",
            "^/a{3,2}",
            "^/a{101}",
            "^/[[:alpha:]]",
            "^/(a*)*",
        ] {
            assert!(PathExpression::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_expression_has_limits() {
        let long = |n: usize| format!("^/{}", "a".repeat(n));
        assert!(PathExpression::parse(&long(BYTES_MAX - 2)).is_ok());
        assert!(PathExpression::parse(&long(BYTES_MAX - 1)).is_err());
        let groups = |n: usize| format!("^/{}", "(a)".repeat(n));
        assert!(PathExpression::parse(&groups(GROUPS_MAX)).is_ok());
        assert!(PathExpression::parse(&groups(GROUPS_MAX + 1)).is_err());
        let deep = |n: usize| format!("^{}a{}", "(?:".repeat(n), ")".repeat(n));
        assert!(PathExpression::parse(&deep(DEPTH_MAX)).is_ok());
        assert!(PathExpression::parse(&deep(DEPTH_MAX + 1)).is_err());
        assert!(PathExpression::parse("^/a{100}").is_ok());
        assert!(PathExpression::parse("^/(?:(?:a{100}){100}){100}").is_err());
    }

    #[test]
    fn a_match_costs_a_bounded_number_of_steps() {
        let expression = PathExpression::parse("^/(a|aa)*b$").unwrap();
        let mut steps = 10_000;
        assert_eq!(expression.lead(&format!("/{}", "a".repeat(1_000)), "/$1", &mut steps), None);
        assert!(steps < 10_000);
    }
}

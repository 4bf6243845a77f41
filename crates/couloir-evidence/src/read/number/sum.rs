//! Adding up the words of a written number.

use super::super::token::Token;

/// Adds up number words: `units`, hundreds, thousands, one after the other.
pub(super) struct Sum {
    pub(super) total: f64,
    pub(super) current: f64,
    pub(super) multiplier: f64,
    pub(super) words: usize,
}

impl Sum {
    pub(super) fn new() -> Sum {
        Sum { total: 0.0, current: 0.0, multiplier: 1.0, words: 0 }
    }

    /// Takes one more word, or refuses it because no number goes on like that.
    pub(super) fn take(&mut self, value: f64) -> bool {
        let rest = self.current % 100.0;
        let fits = if value >= 1e3 {
            self.total == 0.0 || value < 1e6 && self.total >= 1e6
        } else if value == 100.0 {
            self.current < 100.0
        } else if value == 20.0 && rest == 4.0 {
            true
        } else if value < 10.0 {
            rest == 0.0 || rest == 10.0 && value >= 7.0 || (20.0..100.0).contains(&rest) && rest % 10.0 == 0.0
        } else if value < 20.0 {
            rest == 0.0 || rest == 60.0 || rest == 80.0
        } else {
            rest == 0.0
        };
        if !fits {
            return false;
        }
        if value >= 1e3 {
            self.total += self.current.max(1.0) * value;
            self.current = 0.0;
            self.multiplier = value;
        } else if value == 100.0 {
            self.current = self.current.max(1.0) * 100.0;
            self.multiplier = 100.0;
        } else {
            self.current += if value == 20.0 && rest == 4.0 { 76.0 } else { value };
            self.multiplier = 1.0;
        }
        self.words += 1;
        true
    }

    pub(super) fn value(&self) -> f64 {
        self.total + self.current
    }
}

/// The next word of a written number: past hyphens, and past `and` where one may stand.
pub(super) fn onward(tokens: &[Token], at: usize, link: &[&str], linked: impl Fn(&str) -> bool) -> usize {
    let mut next = at;
    if tokens.get(next).is_some_and(|token| token.mark('-') && token.glued()) {
        next += 1;
    }
    if tokens.get(next).is_some_and(|token| link.contains(&token.fold.as_str())) {
        let mut beyond = next + 1;
        if tokens.get(beyond).is_some_and(|token| token.mark('-')) {
            beyond += 1;
        }
        if tokens.get(beyond).is_some_and(|token| linked(&token.fold)) {
            return beyond;
        }
    }
    next
}

//! How many people wait where.

use super::random::Random;

/// `total` in whole parts: `least` for each, the rest by weight, by largest remainders (ties: the first ones).
pub(super) fn apportion(total: u64, weights: &[u64], least: u64) -> Vec<u64> {
    let rest = u128::from(total.saturating_sub(least * weights.len() as u64));
    let sum = weights.iter().map(|weight| u128::from(*weight)).sum::<u128>().max(1);
    let share = |weight: &u64| rest * u128::from(*weight);
    let mut parts: Vec<u64> = weights.iter().map(|weight| least + (share(weight) / sum) as u64).collect();
    let missing = (rest - weights.iter().map(|weight| share(weight) / sum).sum::<u128>()) as usize;
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| (std::cmp::Reverse(share(&weights[*index]) % sum), *index));
    for index in order.into_iter().take(missing) {
        parts[index] += 1;
    }
    parts
}

/// Weights whose logarithm is normal with this deviation.
pub(super) fn log_normal(random: &mut Random, count: usize, deviation: f64) -> Vec<u64> {
    // Beyond six deviations lies nobody; the clamp keeps the cast within 64 bits all the same.
    let weight = |normal: f64| (libm::exp(deviation * normal.clamp(-6.0, 6.0)) * 1e6) as u64;
    (0..count).map(|_| weight(random.normal())).collect()
}

/// Seated people, wheelchairs (4 %) and stretchers (1.5 %) among `people`, drawn one by one.
pub(super) fn scatter(random: &mut Random, people: u64) -> Vec<u32> {
    let mut by_need = vec![0; 3];
    for _ in 0..people {
        let need = match random.between(1, 1_000) {
            1..=40 => 1,
            41..=55 => 2,
            _ => 0,
        };
        by_need[need] += 1;
    }
    by_need
}

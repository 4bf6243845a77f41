//! A store that forgets when it is dropped: the plainest of them, against which the others are held.

use super::{Mark, Row, Store, StoreError};
use std::collections::BTreeMap;

/// A store in memory.
#[derive(Debug, Default)]
pub struct Memory {
    said: BTreeMap<String, Vec<u8>>,
    papers: Vec<Row>,
    events: Vec<Row>,
    tips: Vec<Row>,
    altered: i64,
}

impl Store for Memory {
    fn said(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.said.get(key).cloned())
    }

    fn say(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.said.insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn all_said(&mut self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        Ok(self.said.clone().into_iter().collect())
    }

    fn rows(&mut self, after: Mark) -> Result<(Vec<(i64, Row)>, Mark), StoreError> {
        let after = if after.altered == self.altered { after } else { Mark::default() };
        let mut rows = Vec::new();
        for (table, mark) in [(&self.papers, after.papers), (&self.events, after.events), (&self.tips, after.tips)] {
            rows.extend(
                (1..).zip(table).filter(|(number, _)| mark < *number).map(|(number, row)| (number, row.clone())),
            );
        }
        let length = |table: &[Row]| i64::try_from(table.len()).unwrap_or(i64::MAX);
        let (papers, events, tips) = (length(&self.papers), length(&self.events), length(&self.tips));
        Ok((rows, Mark { papers, events, tips, altered: self.altered }))
    }

    fn put(&mut self, rows: &[Row]) -> Result<(), StoreError> {
        for row in rows {
            if let Row::Follows { key, held, next } = row
                && !super::follows(self.said.get(key), held.as_ref(), next)
            {
                return Err(StoreError::Overtaken);
            }
        }
        for row in rows {
            match row {
                Row::Follows { key, next, .. } => self.say(key, next)?,
                Row::Said { key, value } => self.say(key, value)?,
                Row::Paper { .. } => add(&mut self.papers, row),
                Row::Tip { .. } => add(&mut self.tips, row),
                Row::Event { body: new, .. } => match find(&mut self.events, row) {
                    Some(Row::Event { body, .. }) if body.is_none() && new.is_some() => {
                        body.clone_from(new);
                        self.altered += 1;
                    }
                    Some(_) => {}
                    None => self.events.push(row.clone()),
                },
                Row::Erased { .. } => {
                    if let Some(Row::Event { body, .. }) = find(&mut self.events, row) {
                        *body = None;
                        self.altered += 1;
                    }
                }
            }
        }
        Ok(())
    }
}

fn add(table: &mut Vec<Row>, row: &Row) {
    if find(table, row).is_none() {
        table.push(row.clone());
    }
}

fn find<'a>(table: &'a mut [Row], row: &Row) -> Option<&'a mut Row> {
    table.iter_mut().find(|held| id(held) == id(row))
}

const fn id(row: &Row) -> Option<&[u8; 32]> {
    match row {
        Row::Paper { id, .. } | Row::Event { id, .. } | Row::Tip { id, .. } | Row::Erased { id } => Some(id),
        Row::Said { .. } | Row::Follows { .. } => None,
    }
}

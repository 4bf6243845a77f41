//! The store of a centre: PostgreSQL, for many users at once.
//!
//! Each operation has a schema of its own. One call of [`Store::put`] is one transaction, with `synchronous_commit = on` whatever
//! the server's own setting is. Writers of one operation wait for each other, so that rows become visible in the order of
//! their numbers and nobody who reads on from a [`Mark`] misses one.

use super::{Mark, Row, Store, StoreError};
use postgres::{Client, NoTls, Transaction};

/// The format of the tables below.
const VERSION: i64 = 1;

/// A value by name, in place of an earlier one.
const SAY: &str =
    "INSERT INTO said (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// A store in a PostgreSQL database.
pub struct Postgresql {
    url: String,
    schema: String,
    client: Client,
    /// The writers' lock: a number made from the schema's name.
    lock: i64,
}

impl Postgresql {
    /// Opens the schema `schema` of the database at `url` (`postgres://user@host/database`), or makes it.
    ///
    /// The connection is not encrypted: use a Unix socket, a loopback address or a tunnel. All rows are sealed before they are sent.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the server cannot be reached, or says no.
    pub fn open(url: &str, schema: &str) -> Result<Self, StoreError> {
        assert!(schema.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "a schema of ours: {schema}");
        let digest = blake3::hash(schema.as_bytes());
        let lock = i64::from_be_bytes(*digest.as_bytes().first_chunk().expect("a digest has 32 bytes"));
        let client = connect(url, schema, lock)?;
        Ok(Self { url: url.to_owned(), schema: schema.to_owned(), client, lock })
    }

    /// Does something with the database. Where the server has hung up, which a restart of it does, it is called once more: all
    /// that we do there may be done twice.
    fn with<T>(&mut self, act: impl Fn(&mut Client, i64) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if !self.client.is_closed() {
            let done = act(&mut self.client, self.lock);
            if done.is_ok() || !self.client.is_closed() {
                return done;
            }
        }
        self.client = connect(&self.url, &self.schema, self.lock)?;
        act(&mut self.client, self.lock)
    }

    /// Takes the schema away, with everything in it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the server says no.
    pub fn remove(mut self, schema: &str) -> Result<(), StoreError> {
        assert!(schema.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "a schema of ours: {schema}");
        Ok(self.client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE"))?)
    }
}

/// A connection to the schema, which is made where it is not there.
fn connect(url: &str, schema: &str, lock: i64) -> Result<Client, StoreError> {
    let mut config: postgres::Config = url.parse()?;
    config.connect_timeout(std::time::Duration::from_secs(10)).application_name("couloir");
    let mut client = config.connect(NoTls)?;
    client.batch_execute("SET synchronous_commit TO on")?;
    let mut transaction = client.transaction()?;
    // Two programs may come first at the same moment.
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&lock])?;
    transaction.batch_execute(&format!(
            "SET client_min_messages TO warning;
             CREATE SCHEMA IF NOT EXISTS {schema}; SET search_path TO {schema};
             CREATE TABLE IF NOT EXISTS said (key text PRIMARY KEY, value bytea NOT NULL);
             CREATE TABLE IF NOT EXISTS papers (number bigserial PRIMARY KEY, id bytea NOT NULL UNIQUE, bytes bytea NOT NULL);
             CREATE TABLE IF NOT EXISTS events (number bigserial PRIMARY KEY, id bytea NOT NULL UNIQUE, header bytea NOT NULL, body bytea);
             CREATE TABLE IF NOT EXISTS tips (number bigserial PRIMARY KEY, id bytea NOT NULL UNIQUE, bytes bytea NOT NULL);
             CREATE TABLE IF NOT EXISTS altered (times bigint NOT NULL, version bigint NOT NULL);
             INSERT INTO altered SELECT 0, {VERSION} WHERE NOT EXISTS (SELECT * FROM altered);"
        ))?;
    let version: i64 = transaction.query_one("SELECT version FROM altered", &[])?.get(0);
    if version > VERSION {
        return Err(StoreError::Version(version));
    }
    transaction.commit()?;
    Ok(client)
}

impl Store for Postgresql {
    fn said(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(|client, _| {
            let row = client.query_opt("SELECT value FROM said WHERE key = $1", &[&key])?;
            Ok(row.map(|row| row.get(0)))
        })
    }

    fn say(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.with(|client, _| Ok(client.execute(SAY, &[&key, &value]).map(drop)?))
    }

    fn all_said(&mut self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        // In the order of bytes, whatever the database's language is.
        self.with(|client, _| {
            let rows = client.query("SELECT key, value FROM said ORDER BY key COLLATE \"C\"", &[])?;
            Ok(rows.into_iter().map(|row| (row.get(0), row.get(1))).collect())
        })
    }

    fn rows(&mut self, after: Mark) -> Result<(Vec<(i64, Row)>, Mark), StoreError> {
        self.with(|client, _| rows(client, after))
    }

    fn put(&mut self, new: &[Row]) -> Result<(), StoreError> {
        self.with(|client, lock| put(client, lock, new))
    }
}

fn rows(client: &mut Client, after: Mark) -> Result<(Vec<(i64, Row)>, Mark), StoreError> {
    let isolation = postgres::IsolationLevel::RepeatableRead;
    let mut transaction = client.build_transaction().isolation_level(isolation).read_only(true).start()?;
    let altered = transaction.query_one("SELECT times FROM altered", &[])?.get(0);
    let mut mark = if altered == after.altered { after } else { Mark { altered, ..Mark::default() } };
    let mut rows = Vec::new();
    for (table, last) in [("papers", &mut mark.papers), ("events", &mut mark.events), ("tips", &mut mark.tips)] {
        let columns = if table == "events" { "number, id, header, body" } else { "number, id, bytes" };
        let query = format!("SELECT {columns} FROM {table} WHERE $1 < number ORDER BY number");
        for row in transaction.query(&query, &[&*last])? {
            let number: i64 = row.get(0);
            let id: Option<[u8; 32]> = row.get::<_, &[u8]>(1).try_into().ok();
            let id = id.ok_or(StoreError::Damaged { table, row: number, source: None })?;
            *last = number;
            rows.push((
                number,
                match table {
                    "papers" => Row::Paper { id, bytes: row.get(2) },
                    "tips" => Row::Tip { id, bytes: row.get(2) },
                    _ => Row::Event { id, header: row.get(2), body: row.get(3) },
                },
            ));
        }
    }
    Ok((rows, mark))
}

fn put(client: &mut Client, lock: i64, rows: &[Row]) -> Result<(), StoreError> {
    let mut transaction = client.transaction()?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&lock])?;
    let (mut papers, mut tips, mut events) = (Columns::default(), Columns::default(), Columns::default());
    let mut erased: Vec<&[u8]> = Vec::new();
    for row in rows {
        match row {
            Row::Paper { id, bytes } => papers.push(id, bytes, None),
            Row::Tip { id, bytes } => tips.push(id, bytes, None),
            Row::Event { id, header, body } => events.push(id, header, body.as_deref()),
            Row::Erased { id } => erased.push(id),
            Row::Said { key, value } => {
                transaction.execute(SAY, &[key, value])?;
            }
            Row::Follows { key, held, next } => {
                let now = transaction.query_opt("SELECT value FROM said WHERE key = $1", &[key])?;
                let now: Option<Vec<u8>> = now.map(|row| row.get(0));
                if !super::follows(now.as_ref(), held.as_ref(), next) {
                    return Err(StoreError::Overtaken);
                }
                transaction.execute(SAY, &[key, next])?;
            }
        }
    }
    papers.insert(&mut transaction, "papers")?;
    tips.insert(&mut transaction, "tips")?;
    let filled = events.insert_events(&mut transaction)?;
    let query = "UPDATE events SET body = NULL WHERE id = ANY($1) AND body IS NOT NULL";
    let emptied = if erased.is_empty() { 0 } else { transaction.execute(query, &[&erased])? };
    let altered = i64::try_from(filled + emptied).unwrap_or(i64::MAX);
    if 0 < altered {
        transaction.execute("UPDATE altered SET times = times + $1", &[&altered])?;
    }
    transaction.commit()?;
    Ok(())
}

/// Rows of one table, column by column: a thousand of them are one statement and not a thousand journeys.
#[derive(Default)]
struct Columns<'a> {
    ids: Vec<&'a [u8]>,
    bytes: Vec<&'a [u8]>,
    bodies: Vec<Option<&'a [u8]>>,
}

impl<'a> Columns<'a> {
    fn push(&mut self, id: &'a [u8], bytes: &'a [u8], body: Option<&'a [u8]>) {
        self.ids.push(id);
        self.bytes.push(bytes);
        self.bodies.push(body);
    }

    fn insert(&self, transaction: &mut Transaction<'_>, table: &str) -> Result<(), StoreError> {
        if self.ids.is_empty() {
            return Ok(());
        }
        let query = format!(
            "INSERT INTO {table} (id, bytes)
             SELECT id, bytes FROM UNNEST($1::bytea[], $2::bytea[]) WITH ORDINALITY AS new (id, bytes, place) ORDER BY place
             ON CONFLICT DO NOTHING"
        );
        transaction.execute(&query, &[&self.ids, &self.bytes])?;
        Ok(())
    }

    /// Gives how many bodies were filled in.
    fn insert_events(&self, transaction: &mut Transaction<'_>) -> Result<u64, StoreError> {
        if self.ids.is_empty() {
            return Ok(0);
        }
        let fill = "UPDATE events SET body = new.body
             FROM UNNEST($1::bytea[], $2::bytea[]) AS new (id, body)
             WHERE events.id = new.id AND events.body IS NULL AND new.body IS NOT NULL";
        let filled = transaction.execute(fill, &[&self.ids, &self.bodies])?;
        let insert = "INSERT INTO events (id, header, body)
             SELECT id, header, body
             FROM UNNEST($1::bytea[], $2::bytea[], $3::bytea[]) WITH ORDINALITY AS new (id, header, body, place) ORDER BY place
             ON CONFLICT DO NOTHING";
        transaction.execute(insert, &[&self.ids, &self.bytes, &self.bodies])?;
        Ok(filled)
    }
}

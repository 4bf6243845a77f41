//! Encryption on the way: a certificate that the user brings, or one that this device signs by an authority of its own.
//!
//! The authority's certificate is made once and kept beside the ledger; whoever installs it on a phone trusts this device's page, and nothing
//! else that a web needs an authority for: it may sign names of this machine alone. The page's own certificate is new at each start.

use super::vault::Vault;
use crate::cipher::Cipher;
use couloir_model::clock::UnixSeconds;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints,
};
use std::io;
use std::path::{Path, PathBuf};

/// The certificate and key of the page, in PEM.
pub struct Identity {
    /// The certificate and those that it is signed by.
    pub certificate: Vec<u8>,
    /// Its private key.
    pub key: Vec<u8>,
}

/// The folder in the ledger's.
const FOLDER: &str = "tls";

/// What the authority's key is called there; it lies sealed, with the key that seals the ledger.
const AUTHORITY: &str = "authority";

/// Where the authority's certificate is, to be installed on the phones that shall trust this page.
#[must_use]
pub fn authority_path(ledger: &Path) -> PathBuf {
    ledger.join(FOLDER).join("authority.pem")
}

/// How long the page's certificate holds, in days: it is new at each start.
const DAYS: i64 = 90;

/// How long the authority's certificate holds, in days.
const AUTHORITY_DAYS: i64 = 2 * 365;

/// How long before its making it holds already, in days: clocks of phones are wrong.
const DAYS_BEFORE: i64 = 30;

/// A certificate for `names`, signed by the authority of `ledger`, which is made if there is none.
///
/// # Errors
///
/// When the disk says no, a file was damaged, or a name cannot stand in a certificate.
pub fn own(ledger: &Path, cipher: Cipher, names: &[String], now: UnixSeconds) -> io::Result<Identity> {
    let folder = ledger.join(FOLDER);
    let vault = Vault::open(&folder, cipher)?;
    let open = folder.join("authority.key");
    if open.exists() {
        // Of an earlier version, which left it open.
        vault.keep(AUTHORITY, &std::fs::read(&open)?)?;
        std::fs::remove_file(&open)?;
    }
    let sealed = vault.all()?.into_iter().find(|(name, _)| name == AUTHORITY).map(|(_, pem)| pem);
    let key = match sealed {
        Some(pem) => KeyPair::from_pem(&String::from_utf8_lossy(&pem)).map_err(io::Error::other)?,
        None => {
            let key = KeyPair::generate().map_err(io::Error::other)?;
            let certificate = authority(now)?.self_signed(&key).map_err(io::Error::other)?;
            // The key last: without it both are made anew at the next start.
            std::fs::write(authority_path(ledger), certificate.pem())?;
            vault.keep(AUTHORITY, key.serialize_pem().as_bytes())?;
            key
        }
    };
    // Of the authority's certificate a signature takes the name and the key alone, which never change.
    let issuer = Issuer::new(authority(now)?, key);
    let own_key = KeyPair::generate().map_err(io::Error::other)?;
    let mut params = CertificateParams::new(names.to_vec()).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, "Couloir on this device");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    hold(&mut params, now, DAYS)?;
    let certificate = params.signed_by(&own_key, &issuer).map_err(io::Error::other)?;
    let chain = certificate.pem() + &std::fs::read_to_string(authority_path(ledger))?;
    Ok(Identity { certificate: chain.into_bytes(), key: own_key.serialize_pem().into_bytes() })
}

/// The authority of this device, which may sign names of machines nearby and nothing else.
fn authority(now: UnixSeconds) -> io::Result<CertificateParams> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Couloir, authority of one device");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let mut permitted: Vec<GeneralSubtree> = ["localhost", "local", "lan", "internal", "home.arpa"]
        .map(|name| GeneralSubtree::DnsName(name.to_owned()))
        .into();
    // The networks that no router passes on (RFC 1918, RFC 3927) and the machine itself.
    let networks = [
        ([10, 0, 0, 0], 8),
        ([172, 16, 0, 0], 12),
        ([192, 168, 0, 0], 16),
        ([169, 254, 0, 0], 16),
        ([127, 0, 0, 0], 8),
    ];
    permitted
        .extend(networks.map(|(at, prefix)| GeneralSubtree::IpAddress(rcgen::CidrSubnet::from_v4_prefix(at, prefix))));
    params.name_constraints = Some(NameConstraints { permitted_subtrees: permitted, excluded_subtrees: Vec::new() });
    hold(&mut params, now, AUTHORITY_DAYS)?;
    Ok(params)
}

/// Sets from when and until when a certificate holds, in days from `now`.
fn hold(params: &mut CertificateParams, now: UnixSeconds, days: i64) -> io::Result<()> {
    let day = |days: i64| -> io::Result<(i32, u8, u8)> {
        let moment = jiff::Timestamp::from_second(now.0.saturating_add(days * 86_400));
        let moment = moment.map_err(|error| io::Error::other(error.to_string()))?;
        let date = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
        let number = |value: i8| u8::try_from(value).map_err(io::Error::other);
        Ok((date.year().into(), number(date.month())?, number(date.day())?))
    };
    let ((year, month, first), (last_year, last_month, last)) = (day(-DAYS_BEFORE)?, day(days)?);
    params.not_before = rcgen::date_time_ymd(year, month, first);
    params.not_after = rcgen::date_time_ymd(last_year, last_month, last);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authority_stays_while_the_certificate_of_the_page_is_new_at_each_start() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["localhost".to_owned(), "192.168.4.1".to_owned()];
        let cipher = || Cipher::new(&[3; 32]);
        let first = own(folder.path(), cipher(), &names, UnixSeconds(1_795_000_000)).unwrap();
        let authority = std::fs::read(authority_path(folder.path())).unwrap();
        let second = own(folder.path(), cipher(), &names, UnixSeconds(1_795_000_000)).unwrap();
        assert_eq!(std::fs::read(authority_path(folder.path())).unwrap(), authority);
        assert_ne!(first.certificate, second.certificate);
        assert!(second.certificate.ends_with(&authority));
        for entry in std::fs::read_dir(folder.path().join(FOLDER)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains("PRIVATE KEY"));
        }
    }
}

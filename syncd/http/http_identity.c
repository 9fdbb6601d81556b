/* Who the hub is: a key, and a certificate that the key signs itself.
 *
 * Tablets trust the key that the enrol code names and nothing else: no authority, and no dates,
 * since a tablet whose clock stands in 2001 must still be told so by the hub. So the certificate
 * lives long, and what is pinned is the key in it, which outlives any certificate.
 */
#define _POSIX_C_SOURCE 200809L
#include "http_private.h"

#include <arpa/inet.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define NAME_SIZE_MAX 253
#define SERIAL_SIZE   16
#define YEAR_S        ((time_t)31557600)
#define YEARS_BEFORE  1
#define YEARS_AFTER   30

static enum status check(int rc, const char *what)
{
    return rc >= 0 ? STATUS_OK : FAIL(STATUS_UNSUPPORTED, "%s: %s", what, gnutls_strerror(rc));
}

static enum status add_name(gnutls_x509_crt_t cert, const char *name)
{
    uint8_t address[16];
    int rc = 0;

    if (inet_pton(AF_INET, name, address) == 1) {
        rc = gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, address, 4,
                                                  GNUTLS_FSAN_APPEND);
    } else if (inet_pton(AF_INET6, name, address) == 1) {
        rc = gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, address, 16,
                                                  GNUTLS_FSAN_APPEND);
    } else {
        static const char kept[] =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
        if (name[0] == '\0' || name[strspn(name, kept)] != '\0') {
            return FAIL(STATUS_BAD_INPUT, "\"%s\" is no host name and no address", name);
        }
        rc = gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, name,
                                                  (unsigned)strlen(name), GNUTLS_FSAN_APPEND);
    }
    return check(rc, "the certificate takes no such name");
}

static enum status add_names(gnutls_x509_crt_t cert, const char *names)
{
    enum status st = STATUS_OK;

    do {
        char name[NAME_SIZE_MAX + 1] = "";
        size_t size = strcspn(names, ",");
        if (size > NAME_SIZE_MAX) {
            return FAIL(STATUS_BAD_INPUT, "a host name has at most %d characters", NAME_SIZE_MAX);
        }
        memcpy(name, names, size);
        TRY(add_name(cert, name));
        names += size;
    } while (*names++ == ',');

done:
    return st;
}

static enum status add_serial(gnutls_x509_crt_t cert)
{
    enum status st = STATUS_OK;
    uint8_t serial[SERIAL_SIZE];

    TRY(check(gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial), "no random number"));
    serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40); /* positive, and never with leading zeros */
    TRY(check(gnutls_x509_crt_set_serial(cert, serial, sizeof serial), "no serial number"));

done:
    return st;
}

static int fill_plain(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, time_t now)
{
    static const char title[] = "Cairn hub";
    int rc = gnutls_x509_crt_set_version(cert, 3);

    if (rc >= 0) {
        rc = gnutls_x509_crt_set_activation_time(cert, now - YEARS_BEFORE * YEAR_S);
    }
    if (rc >= 0) {
        rc = gnutls_x509_crt_set_expiration_time(cert, now + YEARS_AFTER * YEAR_S);
    }
    if (rc >= 0) {
        rc = gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, title,
                                           sizeof title - 1);
    }
    if (rc >= 0) {
        rc = gnutls_x509_crt_set_key(cert, key);
    }
    if (rc >= 0) {
        rc = gnutls_x509_crt_set_basic_constraints(cert, 0, -1);
    }
    if (rc >= 0) {
        rc = gnutls_x509_crt_set_key_usage(cert, GNUTLS_KEY_DIGITAL_SIGNATURE);
    }
    if (rc >= 0) {
        rc = gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_SERVER, 0);
    }
    return rc;
}

static enum status make_key(gnutls_x509_privkey_t key)
{
    return check(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
                                              GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
                 "the hub's key could not be made");
}

static enum status make_cert(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, const char *names,
                             time_t now)
{
    enum status st = STATUS_OK;
    const char *what = "the hub's certificate could not be made";

    TRY(check(fill_plain(cert, key, now), what));
    TRY(add_serial(cert));
    TRY(add_names(cert, names));
    TRY(check(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0), what));

done:
    return st;
}

static enum status export_pair(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key,
                               struct buf *cert_pem, struct buf *key_pem)
{
    enum status st = STATUS_OK;
    gnutls_datum_t cert_text = {NULL, 0};
    gnutls_datum_t key_text = {NULL, 0};
    const char *what = "the hub's key could not be written down";

    TRY(check(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &cert_text), what));
    TRY(check(gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                &key_text),
              what));
    buf_add(cert_pem, cert_text.data, cert_text.size);
    buf_add(key_pem, key_text.data, key_text.size);

done:
    http_wipe((char *)key_text.data, key_text.size);
    gnutls_free(key_text.data);
    gnutls_free(cert_text.data);
    return st;
}

enum status http_identity_create(const char *names, int64_t now_ms, struct buf *cert_pem,
                                 struct buf *key_pem)
{
    enum status st = STATUS_OK;
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t cert = NULL;

    CHECK(gnutls_x509_privkey_init(&key) >= 0 && gnutls_x509_crt_init(&cert) >= 0);
    TRY(make_key(key));
    TRY(make_cert(cert, key, names, (time_t)(now_ms / 1000)));
    TRY(export_pair(cert, key, cert_pem, key_pem));

done:
    gnutls_x509_crt_deinit(cert);
    gnutls_x509_privkey_deinit(key);
    return st;
}

enum status http_identity_pin(const char *cert_pem, uint8_t pin[HTTP_PIN_SIZE])
{
    enum status st = STATUS_OK;
    gnutls_x509_crt_t cert = NULL;
    gnutls_pubkey_t pub = NULL;
    gnutls_datum_t spki = {NULL, 0};
    struct buf copy = {0};
    const char *what = "the hub's certificate cannot be read";

    CHECK(gnutls_x509_crt_init(&cert) >= 0 && gnutls_pubkey_init(&pub) >= 0);
    buf_text(&copy, cert_pem);
    gnutls_datum_t pem = {(unsigned char *)copy.data, (unsigned)copy.size};
    TRY(check(gnutls_x509_crt_import(cert, &pem, GNUTLS_X509_FMT_PEM), what));
    TRY(check(gnutls_pubkey_import_x509(pub, cert, 0), what));
    TRY(check(gnutls_pubkey_export2(pub, GNUTLS_X509_FMT_DER, &spki), what));
    TRY(check(gnutls_hash_fast(GNUTLS_DIG_SHA256, spki.data, spki.size, pin), what));

done:
    gnutls_free(spki.data);
    gnutls_pubkey_deinit(pub);
    gnutls_x509_crt_deinit(cert);
    buf_finish(&copy);
    return st;
}

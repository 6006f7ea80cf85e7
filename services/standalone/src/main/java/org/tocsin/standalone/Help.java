/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

/** What {@code --help} prints. */
final class Help {

    static final String TEXT = """
            Tocsin: a cyber-threat early-warning exchange between states, all in one process.

              java -jar tocsin.jar [run] [--members=kz,uz,kg,centre] [--data=tocsin-data] [--port=8080]
                Runs an exchange: a broker, a database, the coordinator, and a gateway per member on
                successive ports of 127.0.0.1. centre is added where it is left out.
                JVM flags given before -jar are kept.

              java -jar tocsin.jar feed --kev FILE --as kz --to everyone [--rate 20] [--limit N]
                                        [--status actual] [--data tocsin-data]
                Posts CISA's Known Exploited Vulnerabilities (their JSON file) to a running exchange,
                as alerts of one member to everyone or to the members named. Running it again repeats
                nothing.

              java -jar tocsin.jar prepare --kafka HOST:PORT --postgres JDBC-URL --members kz,uz,centre
                                        [--data tocsin-data] [--partitions 6] [--password-file FILE]
                Makes keys, directory file, topics, accounts at the broker and databases for services
                that run elsewhere. The database login is TOCSIN_DATABASE_USER and
                TOCSIN_DATABASE_PASSWORD, or the file; the broker's administrator is told by
                TOCSIN_KAFKA_PROTOCOL, _MECHANISM, _USER, _PASSWORD_FILE, _CA and _INSECURE.

              java -jar tocsin.jar member request --member kz --name NAME --desk DESK [--kind state] [--phone P]
                                        [--email E] [--hours H] [--zone Z] [--key FILE] [--out FILE]
                                        [--alg Ed25519|ES256]
                On the member's own machine: makes its signing key and a request to the registrar.
                --pkcs11-config, --pkcs11-alias and --pkcs11-pin-file make the key in a hardware module.
              java -jar tocsin.jar member admit --request FILE --registrar-key FILE [--fingerprint F]
                                        [--directory FILE] [--months 13] [--tlp-ceiling TLP:AMBER]
              java -jar tocsin.jar member rotate --request FILE --registrar-key FILE [--overlap-days 30] ...
              java -jar tocsin.jar member revoke --member kz --registrar-key FILE [--key KID] [--reason WHY] ...
              java -jar tocsin.jar member suspend|reinstate|leave --member kz --registrar-key FILE ...
                Where the registrar's key is: makes the member's next directory record. It goes into the
                directory file, with --out FILE into one of its own, and with --post URL --token-file FILE
                to the centre's gateway.

              java -jar tocsin.jar audit verify --member kz [--data tocsin-data]
                Checks the audit of one member of a stopped exchange, and names the first broken link.
            """;

    private Help() {}
}

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
                Makes keys, directory file, topics and databases for services that run elsewhere. The
                database login is TOCSIN_DATABASE_USER and TOCSIN_DATABASE_PASSWORD, or the file.
            """;

    private Help() {}
}

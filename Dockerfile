# SPDX-FileCopyrightText: The Tocsin authors
# SPDX-License-Identifier: Apache-2.0
#
# One image with the three programs: gateway, coordinator, and tocsin (for its command "prepare").
# It takes the jars as built here: run "mvn -DskipTests package" first.

# Any image with a Java runtime of 17 or newer and the shell tools of Debian.
ARG BASE=eclipse-temurin:21-jre
FROM ${BASE}

# A user without rights of its own; /state is where a gateway writes its first tokens.
RUN groupadd --gid 10001 tocsin \
 && useradd --uid 10001 --gid tocsin --home-dir /state --no-create-home --shell /usr/sbin/nologin tocsin \
 && mkdir --mode=700 /state \
 && chown tocsin:tocsin /state

COPY services/gateway/target/tocsin-gateway-*-app.jar /opt/tocsin/gateway.jar
COPY services/coordinator/target/tocsin-coordinator-*-app.jar /opt/tocsin/coordinator.jar
COPY services/standalone/target/tocsin.jar /opt/tocsin/tocsin.jar

USER tocsin
WORKDIR /state

# 8080: the public door of a gateway. 8081: health and metrics, not for the public.
EXPOSE 8080 8081

ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar"]
CMD ["/opt/tocsin/gateway.jar"]

# Build the folder first (the README's package command), then: docker build -t twokeys:0.1.0 .
# Debian's kin, not Alpine: the embedded PostgreSQL is built against glibc.
FROM eclipse-temurin:25-jre-noble AS base

# initdb wants the user to have a name; the folders are the volumes below.
RUN groupadd --gid 10001 twokeys \
 && useradd --uid 10001 --gid 10001 --home-dir /var/lib/twokeys --create-home --shell /usr/sbin/nologin twokeys \
 && chmod 755 /var/lib/twokeys \
 && mkdir /etc/twokeys && mkdir /opt/twokeys && ln -s /etc/twokeys /opt/twokeys/config
WORKDIR /opt/twokeys

# What changes least comes first.
COPY target/quarkus-app/lib/ lib/
COPY target/quarkus-app/quarkus-run.jar quarkus-run.jar
COPY target/quarkus-app/quarkus/ quarkus/
COPY target/quarkus-app/app/ app/
COPY --chmod=755 src/main/docker/healthy healthy
ENV TWOKEYS_DATA_DIR=/var/lib/twokeys

# One real start trains the AOT cache (half the time to the first answer); an image that cannot start is not built.
FROM base AS trained
COPY --chmod=755 src/main/docker/train train
USER 10001:10001
RUN TWOKEYS_DATA_DIR=/tmp/twokeys ./train /tmp/twokeys.aot

FROM base
LABEL org.opencontainers.image.title="Twokeys" \
      org.opencontainers.image.description="ChatOps for Odoo in production: upgrades with a verdict, rollbacks that need two keys" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.base.name="eclipse-temurin:25-jre-noble"
COPY --from=trained /tmp/twokeys.aot twokeys.aot
USER 10001:10001
VOLUME ["/var/lib/twokeys", "/etc/twokeys"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["/opt/twokeys/healthy", "ready"]
# Half of the container's memory as heap: the rest is the JVM's own and the embedded PostgreSQL's.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-XX:AOTCache=twokeys.aot", "--enable-native-access=ALL-UNNAMED", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", "quarkus-run.jar"]

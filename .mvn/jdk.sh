# Sourced by mvnw. Finds a JDK 25 or newer without starting one, and says so in one sentence when there is none.
# Order: JAVA_HOME if it is new enough, the JDK of `javac` on the path, the newest in the usual places.

jdk_version() { # major version of the JDK in folder $1, from its `release` file; 0 if it is none
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | grep . || echo 0
}

find_jdk() {
  best=0
  javac=$(command -v javac 2>/dev/null) && javac=$(readlink -f "$javac") || javac=
  for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" /usr/lib/jvm/* /opt/java/* /opt/jdk* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$home" ] || continue
    version=$(jdk_version "$home")
    [ "$version" -ge 25 ] || continue
    if [ "$home" = "${JAVA_HOME:-}" ] || [ "$home" = "${javac%/bin/javac}" ]; then found=$home; return; fi
    if [ "$version" -gt "$best" ]; then best=$version; found=$home; fi
  done
}

found=
set +f # mvnw switches file name patterns off
find_jdk
set -f
if [ -z "$found" ]; then
  echo "Twokeys needs a JDK 25 or newer and found none: install one (Debian: a Temurin or OpenJDK 25 package) or set JAVA_HOME to it." >&2
  exit 1
fi
export JAVA_HOME="$found"

# Maven's own distribution comes from the repository that Maven uses by default; set MVNW_REPOURL for a mirror.
maven_project=maven.apache.org
: "${MVNW_REPOURL:=https://repo.$maven_project/maven2}"

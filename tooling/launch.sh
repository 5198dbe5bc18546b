# What ./dnetc and tests/report share: finds JDK 25, builds what is missing. Sourced, POSIX sh.
# Needs: root (the repository), me (the name to complain under).

fail() {
    printf '%s: %s\n' "$me" "$1" >&2
    exit 2
}

# Prints the home of the JDK or JRE that owns a java binary.
home_of() {
    binary=$(readlink -f "$1" 2>/dev/null) || return 1
    dirname "$(dirname "$binary")"
}

# Is this the home of a JDK 25 or newer? Reads its release file: starting it would take longer.
is_jdk25() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$major" ] && [ "$major" -ge 25 ]
}

jdk_candidates() {
    [ -z "${DNET_JAVA:-}" ] || home_of "$DNET_JAVA" || :
    [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
    on_path=$(command -v java) && home_of "$on_path" || :
    if [ -x /usr/libexec/java_home ]; then /usr/libexec/java_home -v 25 2>/dev/null || :; fi
    for home in /usr/lib/jvm/* /usr/java/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ ! -d "$home" ] || printf '%s\n' "$home"
    done
}

# Sets jdk, or says what is missing.
find_jdk() {
    jdk=$(jdk_candidates | while IFS= read -r home; do
        if is_jdk25 "$home"; then
            printf '%s\n' "$home"
            break
        fi
    done)
    [ -n "$jdk" ] || fail "JDK 25 or newer is missing; install one, or set JAVA_HOME or DNET_JAVA to it"
}

# newer_than FILE PATH...: is anything in PATH newer than FILE, or FILE not there?
newer_than() {
    built=$1
    shift
    [ -f "$built" ] || return 0
    [ -n "$(find "$@" -newer "$built" 2>/dev/null | head -n 1)" ]
}

# build MVN-ARGUMENT...: silent unless it fails.
build() {
    command -v mvn >/dev/null 2>&1 || fail "Maven 3.8 or newer is missing (no mvn on the PATH), and the first run builds with it"
    [ -n "${JAVA_HOME:-}" ] || command -v java >/dev/null 2>&1 || export JAVA_HOME="$jdk"
    [ ! -t 2 ] || printf '%s: building, because the sources are newer (the first time takes a minute or two)\n' "$me" >&2
    log=$(mktemp "${TMPDIR:-/tmp}/dnet-build.XXXXXX")
    trap 'rm -f "$log"' EXIT
    if ! (cd "$root" && JAVA25_HOME="$jdk" mvn -B -ntp -Pfast -Dmaven.test.skip=true "$@") >"$log" 2>&1 </dev/null; then
        grep -E '^\[(ERROR|WARNING)\]' "$log" >&2 || cat "$log" >&2
        fail "the build failed"
    fi
    rm -f "$log"
    trap - EXIT
}

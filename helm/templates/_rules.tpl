{{/* What a value file may not ask for, each with its sentence. */}}
{{- define "twokeys.rules" -}}
{{- $v := .Values }}
{{- if and (gt (int $v.replicas) 1) (not $v.database.url) }}
{{- fail (printf "replicas is %d and database.url is empty: the embedded PostgreSQL lives in one pod. Set database.url and database.passwordSecret.name, or replicas to 1." (int $v.replicas)) }}
{{- end }}
{{- if and (gt (int $v.replicas) 1) (include "twokeys.console" .) }}
{{- fail (printf "replicas is %d and neither slack.secret nor discord.secret is set: the console answers on one pod's loopback. Name a chat platform's Secret, or set replicas to 1." (int $v.replicas)) }}
{{- end }}
{{- if and $v.database.url (not $v.database.passwordSecret.name) }}
{{- fail "database.url is set and database.passwordSecret.name is empty: name the Secret that holds the password." }}
{{- end }}
{{- if regexMatch "(?i)[?&](password|sslpassword)=" $v.database.url }}
{{- fail "database.url holds a password: put it into a Secret and name it in database.passwordSecret." }}
{{- end }}
{{- if and $v.ingress.enabled (or (not $v.slack.secret) (ne $v.slack.mode "http")) }}
{{- fail "ingress.enabled is for Slack over HTTP: set slack.secret and slack.mode to http, or switch the ingress off." }}
{{- end }}
{{- if and $v.ingress.enabled (not $v.ingress.host) }}
{{- fail "ingress.enabled is set and ingress.host is empty: name the host that Slack calls." }}
{{- end }}
{{- range $file, $content := $v.config }}
{{- $found := regexFind "(?im)^[ -]*\"?[a-z0-9_.-]*(password|passphrase|token|signing-?secret|private-?key|client-?secret)\"?: *[^ \"$].*$|(?im)^[ -]*\"?[a-z0-9_.-]*(password|passphrase|token|signing-?secret|private-?key|client-?secret)\"?: *\"[^\"$].*$" (toYaml $content) }}
{{- if $found }}
{{- fail (printf "config.%s holds a secret in plain text (%s): a ConfigMap is no place for it; put it into a Secret, or refer to an environment variable as ${NAME}." $file (regexFind "[A-Za-z0-9_.-]*[A-Za-z0-9_]" $found)) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "twokeys.environment" -}}
{{- $v := .Values -}}
- name: TWOKEYS_DATA_DIR
  value: /var/lib/twokeys
- name: QUARKUS_HTTP_HOST
  value: {{ if include "twokeys.console" . }}"127.0.0.1"{{ else }}"0.0.0.0"{{ end }}
{{- if $v.database.url }}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ $v.database.url | quote }}
- name: QUARKUS_DATASOURCE_USERNAME
  value: {{ $v.database.username | quote }}
{{ include "twokeys.secretEnvironment" (list "QUARKUS_DATASOURCE_PASSWORD" $v.database.passwordSecret.name $v.database.passwordSecret.key) }}
{{- end }}
{{- if $v.slack.secret }}
- name: TWOKEYS_SLACK_MODE
  value: {{ $v.slack.mode }}
{{ include "twokeys.secretEnvironment" (list "TWOKEYS_SLACK_BOT_TOKEN" $v.slack.secret "bot-token") }}
{{- if eq $v.slack.mode "http" }}
{{ include "twokeys.secretEnvironment" (list "TWOKEYS_SLACK_SIGNING_SECRET" $v.slack.secret "signing-secret") }}
{{- else }}
{{ include "twokeys.secretEnvironment" (list "TWOKEYS_SLACK_APP_TOKEN" $v.slack.secret "app-token") }}
{{- end }}
{{- end }}
{{- if $v.discord.secret }}
{{ include "twokeys.secretEnvironment" (list "TWOKEYS_DISCORD_BOT_TOKEN" $v.discord.secret "bot-token") }}
{{- end }}
{{- end }}

{{- define "twokeys.secretEnvironment" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}

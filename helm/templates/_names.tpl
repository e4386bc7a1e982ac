{{- define "twokeys.name" -}}
{{- $name := ternary .Release.Name (printf "%s-twokeys" .Release.Name) (contains "twokeys" .Release.Name) }}
{{- $name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "twokeys.selector" -}}
app.kubernetes.io/name: twokeys
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "twokeys.labels" -}}
{{ include "twokeys.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* "yes" when no chat platform is configured: the console is on, and on loopback only. */}}
{{- define "twokeys.console" -}}
{{- if not (or .Values.slack.secret .Values.discord.secret) }}yes{{ end }}
{{- end }}

{{- define "twokeys.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* Asks the health page from inside where the port is on loopback, over the pod's address where it is not. */}}
{{- define "twokeys.probe" -}}
{{- if include "twokeys.console" .root }}
exec:
  command: ["/opt/twokeys/healthy", {{ .page | quote }}]
{{- else }}
httpGet:
  path: /q/health/{{ .page }}
  port: http
{{- end }}
timeoutSeconds: 5
{{- end }}

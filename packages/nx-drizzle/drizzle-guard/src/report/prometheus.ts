/** One metric: what it is, and a value for each set of labels. */
export interface Metric {
  /** Without its prefix, in snake case, with its unit at the end: "run_duration_seconds". */
  name: string;
  /** In one line. */
  help: string;
  samples: readonly { labels: Readonly<Record<string, string>>; value: number }[];
}

/**
 * Gauges in Prometheus' text format, as the textfile collector of node_exporter reads it. A metric without a value is left
 * out. Pure.
 */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) => {
      const full = `drizzle_guard_${name}`;
      const head = `# HELP ${full} ${escaped(help)}\n# TYPE ${full} gauge\n`;
      const lines = samples.map(({ labels, value }) => `${full}${labelsText(labels)} ${value}\n`);
      return head + lines.join('');
    })
    .join('');
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', String.raw`\"`)}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Backslash and line feed; a carriage return would end the line for some readers. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\r', '')
    .replaceAll('\n', String.raw`\n`);
}

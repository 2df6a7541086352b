import type { Machine, memoryOf, MemoryUse } from './machine.js';
import { isQuick } from './options.js';
import { asMegabytes, asTime, asTimes, printTable, printTargets, writeJson, type Target } from './report.js';
import { median, pairedRatio, summarise, type Summary } from './stats.js';

export const METHODS = ['switch', 'copy and delete', 'dump and load'] as const;
export type Method = (typeof METHODS)[number];

/** A reset and the restore that undid it. */
export interface Pair {
  readonly resetMs: number;
  readonly restoreMs: number;
}

export interface Statements {
  readonly reset: number;
  readonly restore: number;
}

/** By journal lines of the book. */
export type Samples = ReadonlyMap<number, Record<Method, Pair[]>>;

export interface ResetFigures {
  readonly machine: Machine;
  readonly samples: Samples;
  readonly statements: ReadonlyMap<number, Statements>;
  readonly memory: MemoryUse;
  readonly server: ReturnType<typeof memoryOf>;
}

const KINDS = ['reset', 'restore'] as const;
type Kind = (typeof KINDS)[number];

const GROWTH_MAX = 2;
const FASTER_MIN = 1_000;

export function emptySamples(sizes: readonly number[]): Samples {
  return new Map(sizes.map((lines) => [lines, { switch: [], 'copy and delete': [], 'dump and load': [] }]));
}

interface Row extends Summary {
  readonly kind: Kind;
  readonly lines: number;
  readonly method: Method;
  /** Of its median to the switch's. */
  readonly timesSwitch: number;
}

function timesOf(pairs: readonly Pair[], kind: Kind): number[] {
  return pairs.map((pair) => pair[`${kind}Ms`]);
}

function rowsOf(samples: Samples): Row[] {
  return KINDS.flatMap((kind) =>
    [...samples].flatMap(([lines, methods]) => {
      const fast = median(timesOf(methods.switch, kind));
      return METHODS.map((method) => {
        const summary = summarise(timesOf(methods[method], kind));
        return { kind, lines, method, ...summary, timesSwitch: summary.median / fast };
      });
    }),
  );
}

function targetsOf(samples: Samples, rows: readonly Row[]): Target[] {
  const sizes = [...samples.keys()];
  const [smallest, largest] = [sizes[0]!, sizes.at(-1)!];
  const name = (lines: number) => lines.toLocaleString('en');
  return KINDS.flatMap((kind): Target[] => {
    const of = (lines: number) => timesOf(samples.get(lines)!.switch, kind);
    const growth = pairedRatio(of(largest), of(smallest)).median;
    const copy = rows.find((row) => row.kind === kind && row.lines === largest && row.method === 'copy and delete')!;
    return [
      {
        what: `${kind} by switch, ${name(largest)} lines against ${name(smallest)}`,
        wanted: `≤ ${GROWTH_MAX}×`,
        got: asTimes(growth),
        reached: growth <= GROWTH_MAX,
      },
      {
        what: `${kind} by switch against copy and delete, ${name(largest)} lines`,
        wanted: `≥ ${FASTER_MIN.toLocaleString('en')}× faster`,
        got: asTimes(copy.timesSwitch),
        reached: copy.timesSwitch >= FASTER_MIN,
      },
    ];
  });
}

export function reportResets({ machine, samples, statements, memory, server }: ResetFigures): void {
  const rows = rowsOf(samples);
  for (const kind of KINDS) {
    printTable(
      `${kind === 'reset' ? 'Reset' : 'Restore'} of a book`,
      ['lines', 'method', 'n', 'median', 'p99', 'against the switch'],
      rows
        .filter((row) => row.kind === kind)
        .map((row) => [
          row.lines.toLocaleString('en'),
          row.method,
          String(row.n),
          asTime(row.median),
          asTime(row.p99),
          row.method === 'switch' ? '' : asTimes(row.timesSwitch),
        ]),
    );
  }
  const counted = [...statements].map(([lines, { reset, restore }]) => [
    lines.toLocaleString('en'),
    `${reset}`,
    `${restore}`,
  ]);
  printTable('SQL statements of a switch, its transactions included', ['lines', 'reset', 'restore'], counted);
  printTable(
    'Memory (RSS) while all of this was measured',
    ['', 'before', 'peak', 'after'],
    [
      ['Node', asMegabytes(memory.beforeBytes), asMegabytes(memory.peakBytes), asMegabytes(memory.afterBytes)],
      ['database server', '', asMegabytes(server?.peakBytes), asMegabytes(server?.rssBytes)],
    ],
  );
  const targets = targetsOf(samples, rows);
  printTargets(targets);
  const asObject = <T>(map: ReadonlyMap<number, T>) => Object.fromEntries(map);
  writeJson('reset', {
    quick: isQuick,
    machine,
    summaries: rows,
    statements: asObject(statements),
    memory: { node: memory, server },
    targets,
    samples: asObject(samples),
  });
}

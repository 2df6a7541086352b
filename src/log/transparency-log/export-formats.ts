export const EXPORT_FORMATS = ['tiles', 'jsonl', 'csv', 'ocsf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

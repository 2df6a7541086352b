import { inflateSync } from 'node:zlib';

/** What a reader of PDF finds in a file that pdfkit wrote: enough to read its words back, no more. */
export interface ReadPdf {
  /** Page after page, what is written on it in the order in which it was written. */
  readonly text: string;
  readonly pages: number;
  /** The XMP packet. */
  readonly xmp: string;
  /** Names of its fonts, and whether the file of each is in it. */
  readonly fonts: readonly { readonly name: string; readonly isEmbedded: boolean }[];
}

interface PdfObject {
  readonly head: string;
  readonly body: string;
}

export function readPdf(pdf: Buffer): ReadPdf {
  const objects = objectsOf(pdf.toString('latin1'));
  const of = (head: RegExp) => [...objects.values()].filter((object) => head.test(object.head));
  const pages = of(/\/Type \/Page\b(?!s)/);
  return {
    text: pages.map((page) => textOn(page, objects)).join('\n'),
    pages: pages.length,
    xmp: of(/\/Type \/Metadata/)[0]?.body ?? '',
    fonts: of(/\/Type \/FontDescriptor/).map(({ head }) => ({
      name: /\/FontName \/(?:[A-Z]{6}\+)?([\w-]+)/.exec(head)![1]!,
      isEmbedded: objects.has(/\/FontFile2 (\d+) 0 R/.exec(head)?.[1] ?? ''),
    })),
  };
}

function objectsOf(file: string): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  for (const [, id, head, stream] of file.matchAll(
    /\n(\d+) 0 obj\n([\s\S]*?)(?:\nstream\r?\n([\s\S]*?)\nendstream)?\nendobj/g,
  )) {
    const bytes = Buffer.from(stream ?? '', 'latin1');
    const body = head!.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('utf8');
    objects.set(id!, { head: head!, body });
  }
  return objects;
}

/** The letters of the page's content, by the table of each font that it uses. */
function textOn({ head }: PdfObject, objects: ReadonlyMap<string, PdfObject>): string {
  const referred = (name: string, from = head) => objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(from)?.[1] ?? '');
  const resources = referred('Resources')?.head ?? head;
  const tables = new Map<string, Map<string, string>>();
  for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    tables.set(name!, tableOf(referred('ToUnicode', objects.get(id!)!.head)!.body));
  }
  let table = new Map<string, string>();
  let text = '';
  const tokens = /\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|\bET\b/g;
  for (const [token, font, shown] of referred('Contents')!.body.matchAll(tokens)) {
    if (font !== undefined) table = tables.get(font)!;
    else if (token === 'ET') text += ' ';
    else for (const [, hex] of shown!.matchAll(/<([0-9a-f]*)>/g)) text += lettersOf(hex!, table);
  }
  return text.replace(/\s+/g, ' ');
}

const lettersOf = (hex: string, table: ReadonlyMap<string, string>) =>
  (hex.match(/.{4}/g) ?? []).map((glyph) => table.get(glyph) ?? '').join('');

/** Glyph → letters, from a ToUnicode table: `<0000> <00ff> [<0041> …]`. */
function tableOf(cmap: string): Map<string, string> {
  const table = new Map<string, string>();
  for (const [, from, letters] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    [...letters!.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex], index) => {
      const glyph = (parseInt(from!, 16) + index).toString(16).padStart(4, '0');
      table.set(glyph, Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
    });
  }
  return table;
}

import fc from 'fast-check';
import { type DatabaseAddress, DatabaseUrlError, formatDatabaseUrl, parseDatabaseUrl } from './address.js';

describe('a database URL', () => {
  test('names the engine, the host, the port, the account and the database', () => {
    expect(parseDatabaseUrl('mysql://ada:s3cret@db.example:3307/books')).toEqual({
      type: 'mysql',
      host: 'db.example',
      port: 3307,
      user: 'ada',
      password: 's3cret',
      database: 'books',
    });
  });

  test('may leave out port and password', () => {
    expect(parseDatabaseUrl('mariadb://ada@db.example/books')).toEqual({
      type: 'mariadb',
      host: 'db.example',
      user: 'ada',
      password: '',
      database: 'books',
    });
  });

  test('is percent-decoded in every part', () => {
    expect(parseDatabaseUrl('mariadb://a%40b:p%3A%2F%3F%23%25@h/my%20books')).toMatchObject({
      user: 'a@b',
      password: 'p:/?#%',
      database: 'my books',
    });
  });

  test('may name a unix socket, which wins over the host', () => {
    const address = parseDatabaseUrl('mariadb://ada:x@localhost:3306/books?socketPath=/run/my%20sql.sock');
    expect(address).toEqual({
      type: 'mariadb',
      socketPath: '/run/my sql.sock',
      user: 'ada',
      password: 'x',
      database: 'books',
    });
    expect(parseDatabaseUrl('mariadb://ada@localhost/books?socketPath=/s').socketPath).toBe('/s');
  });

  test('may ask for an encrypted connection', () => {
    expect(parseDatabaseUrl('mysql://a:b@h/d?ssl=true').ssl).toBe(true);
    expect(parseDatabaseUrl('mysql://a:b@h/d?ssl=false').ssl).toBe(false);
  });

  test('may hold an IPv6 address', () => {
    expect(parseDatabaseUrl('mysql://a:b@[::1]:3306/d')).toMatchObject({ host: '::1', port: 3306 });
  });

  test.each([
    ['', 'it is empty'],
    ['db.example/books', 'does not start with'],
    ['postgres://a:hunter2@h/d', '"postgres" is not mariadb or mysql'],
    ['mysql://a:hunter2@h:notaport/d', 'host or port is missing or cannot be read'],
    ['mysql://a:hunter2@/d', 'host or port is missing'],
    ['mysql:///d', 'the host is missing'],
    ['mysql://:hunter2@h/d', 'the user is missing'],
    ['mysql://a:hunter2@h', 'the database name is missing'],
    ['mysql://a:hunter2@h/', 'the database name is missing'],
    ['mysql://a:hunter2@h/d/e', 'more than one "/"'],
    ['mysql://a:hunter2%@h/d', 'the password contains a "%"'],
    ['mysql://a:b@h/d#hunter2', 'contains a "#"'],
    ['mysql://a:hunter2@h/d?sll=true', 'the parameter "sll" is unknown'],
    ['mysql://a:hunter2@h/d?ssl=yes', 'ssl is neither true nor false'],
    ['mysql://a:hunter2@h/d?socketPath=run/x.sock', 'socketPath is not an absolute path'],
  ])('%p is refused with the reason, an example and never the password', (url, reason) => {
    const parse = () => parseDatabaseUrl(url);
    expect(parse).toThrow(DatabaseUrlError);
    expect(parse).toThrow(reason);
    expect(parse).toThrow('mariadb://user:password@host:3306/database');
    try {
      parse();
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter2');
    }
  });

  test('survives being written and read again, whatever the account is called', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    // URLs have no way to spell a path of one or two dots; servers refuse such names anyway.
    const database = text.filter((name) => !/^\.{1,2}$/.test(name));
    const place = fc.oneof(
      fc.record({ host: fc.domain(), port: fc.integer({ min: 1, max: 65535 }) }),
      fc.record({ host: fc.constantFrom('::1', 'fe80::2'), port: fc.integer({ min: 1, max: 65535 }) }),
      fc.record({ socketPath: text.map((name) => `/run/${name}`) }),
    );
    const account = fc.record(
      {
        type: fc.constantFrom('mariadb', 'mysql'),
        user: text,
        password: fc.string(),
        database,
        ssl: fc.boolean(),
      },
      { requiredKeys: ['type', 'user', 'password', 'database'] },
    );
    fc.assert(
      fc.property(place, account, (where, who) => {
        const address = { ...where, ...who } as DatabaseAddress;
        expect(parseDatabaseUrl(formatDatabaseUrl(address))).toEqual(address);
      }),
    );
  });
});

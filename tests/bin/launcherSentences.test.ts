import { LaunchFailure } from '../../bin/launcher/failure';
import { nodeProblem } from '../../bin/launcher/bootstrap';
import { portsFrom } from '../../bin/launcher/ports';
import { judgeVersion } from '../../bin/launcher/servers/database';
import { parseDatabaseUrl } from '../../bin/launcher/servers/database-address';
import { judgeRedis } from '../../bin/launcher/servers/redis';

/** The sentence somebody reads, and the exit code of the command. */
function failureOf(act: () => unknown): LaunchFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof LaunchFailure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a database is judged by what SELECT VERSION() says', () => {
  test.each([
    ['10.11.6-MariaDB-0+deb12u1', { kind: 'mariadb', version: '10.11.6' }],
    ['11.4.2-MariaDB-ubu2404', { kind: 'mariadb', version: '11.4.2' }],
    ['8.4.0', { kind: 'mysql', version: '8.4.0' }],
    ['9.7.4-2', { kind: 'mysql', version: '9.7.4' }],
  ])('%s is accepted', (reported, expected) => {
    expect(judgeVersion(reported, 'mysql://db:3306/careway', 'DATABASE_URL')).toEqual(expected);
  });

  test.each([
    ['10.6.18-MariaDB', 'MariaDB 10.6.18', 'MariaDB 10.11 or newer'],
    ['8.0.36-0ubuntu0.22.04.1', 'MySQL 8.0.36', 'MySQL 8.4 or newer'],
    ['8.3.0', 'MySQL 8.3.0', 'MySQL 8.4 or newer'],
  ])('%s is refused with what is needed and what to do', (reported, found, needed) => {
    const { message, exitCode } = failureOf(() => judgeVersion(reported, 'mysql://db:3306/careway', 'DATABASE_URL'));
    expect(message).toContain(found);
    expect(message).toContain(needed);
    expect(message).toContain('unset DATABASE_URL');
    expect(exitCode).toBe(3);
  });
});

test('Redis 6 is refused, Redis 7 is not', () => {
  expect(judgeRedis('7.0.15', 'redis://cache', 'REDIS_URL')).toBe('7.0.15');
  expect(failureOf(() => judgeRedis('6.2.14', 'redis://cache', 'REDIS_URL')).message).toContain('is version 6.2.14 and Careway needs 7 or newer');
});

test('a database address is taken apart, and a wrong one refused without its password', () => {
  expect(parseDatabaseUrl('mysql://u:p%40w@db.example/careway', 'DATABASE_URL')).toEqual({ host: 'db.example', port: 3306, name: 'careway', user: 'u', password: 'p@w' });
  const failure = failureOf(() => parseDatabaseUrl('postgres://u:hunter2@db/careway', 'DATABASE_URL'));
  expect(failure.message).toContain('DATABASE_URL must look like mysql://');
  expect(failure.message).not.toContain('hunter2');
  expect(failure.exitCode).toBe(2);
});

test.each(['', 'x', '80', '65530', '4600.5'])('PORT_BASE "%s" is wrong usage', (base) => {
  expect(failureOf(() => portsFrom(base))).toMatchObject({ exitCode: 2, message: expect.stringContaining('PORT_BASE') });
});

test('ten ports follow PORT_BASE', () => {
  expect(Object.values(portsFrom('4600'))).toEqual([4600, 4601, 4602, 4603, 4604, 4605, 4606, 4607, 4608, 4609]);
});

test.each([['18.20.0', true], ['20.18.9', true], ['20.19.0', false], ['22.1.0', false]])('Node %s: refused is %s', (version, refused) => {
  expect(nodeProblem(version) !== undefined).toBe(refused);
});

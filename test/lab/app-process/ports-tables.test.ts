import { expect, test } from 'vitest';
import {
  nameCommand,
  parseLsof,
  parseNetstat,
  parseProcNetTcp,
  parseTasklist,
} from '../../../src/lab/app-process/ports/tables.ts';

test('only the sockets that listen on a port are found in Linux’s table', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0',
    '   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1',
    '   2: 00000000:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 100 0 0 10 0',
    '',
  ].join('\n');
  expect(parseProcNetTcp(table, 3000)).toEqual(['4711']);
  expect(parseProcNetTcp(table, 8000)).toEqual(['4713']);
  expect(parseProcNetTcp(table, 9090)).toEqual([]);
});

test('the owner is read from lsof', () => {
  expect(parseLsof('p812\ncnode\nf22\n')).toEqual({ pid: 812, command: 'node' });
  expect(parseLsof('')).toBeUndefined();
});

test('the owner is read from netstat in any language', () => {
  const table = [
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.0.0.1:3000         127.0.0.1:51234        HERGESTELLT      9',
    '  TCP    0.0.0.0:13000          0.0.0.0:0              ABHÖREN          7',
    '  TCP    [::]:3000              [::]:0                 ABHÖREN          4242',
  ].join('\r\n');
  expect(parseNetstat(table, 3000)).toBe(4242);
  expect(parseNetstat(table, 8000)).toBeUndefined();
});

test('the program is read from tasklist', () => {
  expect(parseTasklist('"node.exe","4242","Console","1","50.000 K"\r\n')).toBe('node.exe');
  expect(parseTasklist('INFO: No tasks are running which match the specified criteria.')).toBeUndefined();
});

test.each([
  [['/usr/bin/node', '--inspect', '/home/ann/server.js', ''], 'node server.js'],
  [['/usr/sbin/nginx', '-g', 'daemon off;'], 'nginx'],
  [['nginx: master process /usr/sbin/nginx'], 'nginx'],
  [['C:\\Program Files\\nodejs\\node.exe'], 'node.exe'],
  [[''], undefined],
])('the command line %j is called %s', (args, name) => {
  expect(nameCommand(args)).toBe(name);
});

#!/usr/bin/env node
'use strict';
// A second opinion on the audit trail, for an auditor who does not want to trust Careway's own code: it imports none of it,
// only Node's crypto and the mysql2 driver. Everything it must know stands in docs/security.md ("How the trail is built").
//
//   DATABASE_URL=mysql://… CAREWAY_KEYS=k1:… AUDIT_CHECKPOINT_DIR=… node bin/support/auditVerifier.js
//
// Prints one JSON object. Exit 0: as written; 1: tampered with, and where; 2: settings missing; 3: the database cannot be read.
const { createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, verify } = require('node:crypto');
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const mysql = require('mysql2/promise');

const COLUMNS = ['chain', 'sequence', 'at', 'actor_id', 'actor_kind', 'action', 'resource_type', 'resource_id', 'patient_id', 'outcome', 'request_id', 'address'];

async function main() {
  const { DATABASE_URL: url, CAREWAY_KEYS: ring, AUDIT_CHECKPOINT_DIR: folder } = process.env;
  if (!url || !ring) return finish(2, { error: 'Set DATABASE_URL and CAREWAY_KEYS.' });
  const masters = ring.split(',').filter(Boolean).map((entry) => [entry.slice(0, entry.indexOf(':')), Buffer.from(entry.slice(entry.indexOf(':') + 1), 'base64')]);
  const checkpoints = readCheckpoints(folder, masters);
  let read;
  try {
    read = await readTrail(url);
  } catch (error) {
    return finish(3, { error: `The database cannot be read: ${error.code || error.message}` });
  }
  const problems = [...checkpoints.problems];
  const hashes = new Map();
  const oldestFirst = [...masters].reverse().map(([, master]) => derive(master, 'audit-chain'));
  const numbers = new Set([...read.heads.keys(), ...read.chains.keys()]);
  let events = 0;
  for (const chain of [...numbers].sort((one, other) => one - other)) {
    const rows = read.chains.get(chain) || [];
    events += rows.length;
    problems.push(...checkChain(chain, rows, read.heads.get(chain), oldestFirst, hashes));
  }
  if (checkpoints.newest) problems.push(...checkAgainst(checkpoints.newest, read.heads, hashes));
  else if (folder && events > 0) problems.push({ chain: null, sequence: null, problem: 'no checkpoint in the folder' });
  return finish(problems.length === 0 ? 0 : 1, { intact: problems.length === 0, events, checkpoint: checkpoints.newest ? checkpoints.newest.at : null, problems: problems.slice(0, 50) });
}

function finish(code, report) {
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = code;
}

/** HKDF-SHA256 without salt; the purpose is the info. */
function derive(master, purpose) {
  return Buffer.from(hkdfSync('sha256', master, '', `careway/${purpose}`, 32));
}

async function readTrail(url) {
  const connection = await mysql.createConnection({ uri: url, timezone: 'Z', dateStrings: true, supportBigNumbers: true });
  try {
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION READ ONLY');
    const [heads] = await connection.query('SELECT chain, sequence, head FROM audit_chains');
    const chains = new Map();
    const [numbers] = await connection.query('SELECT DISTINCT chain FROM audit_events');
    for (const { chain } of numbers) {
      const rows = [];
      for (let after = -1, page; page === undefined || page.length > 0; after = page.length > 0 ? Number(page[page.length - 1].sequence) : after) {
        [page] = await connection.query(`SELECT ${COLUMNS.join(', ')}, detail_enc, hash FROM audit_events WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT 5000`, [chain, after]);
        rows.push(...page);
      }
      chains.set(chain, rows);
    }
    return { heads: new Map(heads.map(({ chain, sequence, head }) => [chain, { sequence: Number(sequence), head }])), chains };
  } finally {
    await connection.end();
  }
}

/** hash(n) = HMAC-SHA256(key, hash(n−1) ‖ JSON array of the columns ‖ sealed detail); hash(0) is 32 zero bytes. */
function checkChain(chain, rows, head, keys, hashes) {
  const problems = [];
  const say = (sequence, problem) => problems.push({ chain, sequence, problem });
  let [before, expected, current] = [Buffer.alloc(32), 1, 0];
  for (const row of rows) {
    const sequence = Number(row.sequence);
    if (sequence !== expected) say(expected, `event ${expected} is missing`);
    else {
      const values = COLUMNS.map((name) => (name === 'sequence' ? sequence : name === 'at' ? isoTime(row.at) : row[name]));
      const right = keys.findIndex((key, index) => index >= current && createHmac('sha256', key).update(before).update(JSON.stringify(values)).update(row.detail_enc || '').digest().equals(row.hash));
      if (right < 0) say(sequence, `event ${sequence} does not have the hash it should`);
      else current = right;
    }
    before = row.hash;
    expected = sequence + 1;
    hashes.set(`${chain}:${sequence}`, row.hash);
  }
  if (!head) say(null, 'the chain has no head');
  else if (head.sequence !== expected - 1) say(expected, `the head says event ${head.sequence}, the last one is ${expected - 1}`);
  else if (!head.head.equals(before)) say(expected - 1, 'the head is not the hash of the last event');
  return problems;
}

/** "2026-08-01 10:11:12.345" as ISO 8601. */
function isoTime(text) {
  const [date, time] = text.split(' ');
  const [seconds, fraction = ''] = time.split('.');
  return `${date}T${seconds}.${fraction.padEnd(3, '0')}Z`;
}

/** The newest month's lines: signed, each naming the hash of the one before, numbered without a gap. */
function readCheckpoints(folder, masters) {
  const found = { newest: null, problems: [] };
  const say = (problem) => found.problems.push({ chain: null, sequence: null, problem });
  const files = folder && existsSync(folder) ? readdirSync(folder).filter((name) => /^checkpoints-\d{4}-\d{2}\.jsonl$/.test(name)).sort() : [];
  if (files.length === 0) return found;
  const name = files[files.length - 1];
  let before = null;
  for (const [index, text] of readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1).entries()) {
    const line = isWhole(text) ? readSigned(text, masters) : undefined;
    if (line === undefined) continue; // torn by a crash
    if (line === null) {
      say(`${name}, line ${index + 1}: not signed by a key of the ring`);
      continue;
    }
    if (before && (line.number !== before.number + 1 || line.previous !== before.hash)) say(`${name}, line ${index + 1}: does not follow the line before`);
    before = { number: line.number, hash: createHash('sha256').update(text).digest('hex') };
    if (line.kind === 'alarm') say(`alarm of ${line.at}: ${line.problem}`);
    else found.newest = line;
  }
  return found;
}

function isWhole(text) {
  return text.startsWith('{') && text.endsWith('"}') && text.includes(',"signature":"');
}

/** The signature is over the line without its last property. */
function readSigned(text, masters) {
  const cut = text.lastIndexOf(',"signature":"');
  try {
    const line = JSON.parse(text);
    const master = masters.find(([id]) => id === line.key);
    if (!master) return null;
    const seed = derive(master[1], 'audit-checkpoint');
    const key = createPublicKey(createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' }));
    return verify(null, Buffer.from(`${text.slice(0, cut)}}`), key, Buffer.from(line.signature, 'base64')) ? line : null;
  } catch {
    return null;
  }
}

/** Every chain must still pass through the point where the newest checkpoint saw it. */
function checkAgainst(checkpoint, heads, hashes) {
  const problems = [];
  let level = [];
  for (const [chain, sequence, start] of checkpoint.chains) {
    const head = heads.get(chain);
    const hash = sequence === 0 ? Buffer.alloc(32) : hashes.get(`${chain}:${sequence}`);
    if (!head || head.sequence < sequence) problems.push({ chain, sequence: (head ? head.sequence : 0) + 1, problem: `cut off: the checkpoint of ${checkpoint.at} saw event ${sequence}` });
    else if (!hash || hash.toString('hex', 0, 8) !== start) problems.push({ chain, sequence, problem: `written anew since the checkpoint of ${checkpoint.at}` });
    level.push(createHash('sha256').update(Buffer.from([0])).update(`${chain}:${sequence}:`).update(hash || '').digest());
  }
  while (level.length > 1) {
    const next = [];
    for (let index = 0; index < level.length; index += 2) {
      next.push(level[index + 1] ? createHash('sha256').update(Buffer.from([1])).update(level[index]).update(level[index + 1]).digest() : level[index]);
    }
    level = next;
  }
  if (problems.length === 0 && level[0] && level[0].toString('hex') !== checkpoint.root) problems.push({ chain: null, sequence: null, problem: 'the Merkle root differs' });
  return problems;
}

main();

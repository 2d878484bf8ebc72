import assert from 'node:assert/strict';
import { test } from 'node:test';
import { touchesServerFiles } from './server-files';

test('a statement that names a file is known however it is written', () => {
  for (const statement of [
    "select file('/etc/passwd')",
    "select FILE /* by */ ('/etc/passwd')",
    "select * from `file`('/etc/passwd')",
    "select 1 into -- a\n outfile '/tmp/x'",
    "insert into t from infile '/etc/passwd' format CSV",
    "insert into t values (file('/etc/passwd'))",
    "insert into t format Values (file('/etc/passwd'))",
    "select 'it''s' || file('/etc/passwd')",
  ])
    assert.equal(touchesServerFiles(statement), true, statement);
});

test('words about files are no files', () => {
  for (const statement of [
    "select 'file(1) into outfile'",
    'select profile(1), my_file (2), files',
    'select 1 -- from infile',
    'insert into t format JSONEachRow\n{"words":"see file (1), select into outfile"}',
  ])
    assert.equal(touchesServerFiles(statement), false, statement);
});

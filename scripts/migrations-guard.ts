/**
 * `npm run migrations`: migrations are append-only. Fails when one that is committed was changed or removed, when a new one does not
 * sort last, when the journal disagrees with the files, and when the tables in db/schema say more than the migrations.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import drizzle from '../.drizzle.config.ts'
import { fail, root, run } from './run.ts'

const folder = 'db/migrations'

/** Name and text of each committed migration. */
type Files = ReadonlyMap<string, string>

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly tag: string; readonly when: number }[]
}

const sqlFiles = (path: string): string[] =>
  readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .sort()
const git = (...args: readonly string[]) => run('git', args)

function committed(commit: string): Files {
  const { ok, output } = git('ls-tree', '-r', '--name-only', commit, folder)
  const names = ok ? output.split('\n').filter((name) => name.endsWith('.sql') || name.endsWith('_snapshot.json')) : []
  return new Map(names.map((name) => [name, git('show', `${commit}:${name}`).output]))
}

/** HEAD, and where this branch left the main one of origin, as far as they exist. */
function bases(): string[] {
  const merged = git('merge-base', 'HEAD', 'origin/main')
  const head = git('rev-parse', '--verify', 'HEAD')
  return [...new Set([head, merged].filter(({ ok }) => ok).map(({ output }) => output.trim()))]
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

/** Committed files that are not what they were, and new ones that would run before a committed one. */
function rewritten(old: Files, present: readonly string[]): string[] {
  const changed = [...old].flatMap(([name, text]) => {
    const now = read(name)
    return now === text ? [] : [`${name} is committed and was ${now === undefined ? 'removed' : 'changed'}: add a new migration instead.`]
  })
  const last =
    [...old.keys()]
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .at(-1) ?? ''
  const early = present.map((name) => `${folder}/${name}`).filter((name) => !old.has(name) && name < last)
  return [...changed, ...early.map((name) => `${name} is new but sorts before ${last}: number it last.`)]
}

/** Whether journal and files tell the same story: same names, numbered without a gap, each made after the one before. */
function misfiled(present: readonly string[]): string[] {
  const { entries } = JSON.parse(read(`${folder}/meta/_journal.json`) ?? '{"entries":[]}') as Journal
  const told = entries.map(({ tag }) => `${tag}.sql`)
  if (told.join() !== present.join())
    return [`The journal names ${told.join(', ') || 'nothing'}, the folder holds ${present.join(', ') || 'nothing'}.`]
  return entries.flatMap(({ idx, tag, when }, at) => {
    const before = entries[at - 1]
    const numbered = idx === at && tag.startsWith(`${String(at).padStart(4, '0')}_`)
    return numbered && (before === undefined || before.when < when) ? [] : [`The journal entry of ${tag} is out of order.`]
  })
}

/** What drizzle-kit would write if it were asked now; it works on a copy, with no terminal to ask questions on. */
function drifted(): string[] {
  const copy = mkdtempSync(join(tmpdir(), 'lichtruc-migrations-'))
  try {
    cpSync(join(root, folder), copy, { recursive: true })
    const before = sqlFiles(copy).length
    const schema = String(drizzle.schema)
    const { ok, output } = run('drizzle-kit', ['generate', '--dialect', drizzle.dialect, '--schema', schema, '--out', relative(root, copy)])
    const added = sqlFiles(copy).slice(before)
    if (ok && added.length === 0 && output.includes('No schema changes')) return []
    const wanted = added.map((name) => readFileSync(join(copy, name), 'utf8'))
    return ['db/schema says more than the migrations: run `npm run db:generate`.', ...(wanted.length > 0 ? wanted : [output])]
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const present = sqlFiles(join(root, folder))
const wrong = [...bases().flatMap((base) => rewritten(committed(base), present)), ...misfiled(present)]
const faults = wrong.length > 0 ? [...new Set(wrong)] : drifted()
if (faults.length > 0) fail(...faults)
console.log(`${present.length} migrations, as committed, in order, and the schema says no more.`)

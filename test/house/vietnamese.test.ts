import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Tracked files and new ones that are not ignored; without git (a packed copy) the folders that we write. */
function ourFiles(): string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    return [...new Set(list.split('\0').filter(Boolean))]
  } catch {
    return globSync('{src,db,test,scripts,openapi}/**/*.*', { cwd: root })
  }
}

/** The text of a file; undefined for one that was removed or is not UTF-8 text (NUL bytes, broken sequences). */
function textOf(file: string): string | undefined {
  if (!statSync(`${root}/${file}`, { throwIfNoEntry: false })?.isFile()) return undefined
  const bytes = readFileSync(`${root}/${file}`)
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const texts = ourFiles().flatMap((file) => {
  const text = textOf(file)
  return text === undefined ? [] : [{ file, text }]
})

t.test('there are files to look at', async (t) => {
  t.ok(texts.length > 100)
})

t.test('all text is in the composed form (NFC), so that what looks equal is equal', async (t) => {
  const wrong = texts.filter(({ text }) => text !== text.normalize('NFC')).map(({ file }) => file)
  t.same(wrong, [])
})

t.test('file names too', async (t) => {
  const wrong = texts.filter(({ file }) => file !== file.normalize('NFC')).map(({ file }) => file)
  t.same(wrong, [])
})

t.test('no byte-order marks and no Windows line ends', async (t) => {
  const wrong = texts.filter(({ text }) => text.startsWith('\uFEFF') || text.includes('\r\n')).map(({ file }) => file)
  t.same(wrong, [])
})

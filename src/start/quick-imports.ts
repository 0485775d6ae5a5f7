import { registerHooks } from 'node:module'

type Resolved = ReturnType<Parameters<typeof registerHooks>[0]['resolve'] & object>

const PACKAGE = /^drizzle-orm(\/|$)/
const INSIDE = '/node_modules/drizzle-orm/'

/** What is known of the package by now: it is installed once, so that a name means the same file to whoever asks. */
const known = new Map<string, Resolved>()

/**
 * Node reads the package.json of drizzle-orm, 179 kB, anew for each of some 300 files of it that name each other, and for each of ours that
 * names it: a fifth of all the work of a start. The former are ES modules beside each other; the latter are looked up once.
 */
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.includes(INSIDE))
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
    if (!PACKAGE.test(specifier)) return next(specifier, context)
    const found = known.get(specifier) ?? next(specifier, context)
    known.set(specifier, found)
    return { ...found, shortCircuit: true }
  }
})

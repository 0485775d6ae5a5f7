import t from 'tap'
import type { Centre } from '../../src/domain/centre.ts'
import { centresOfProvince } from '../../src/lookup/province.ts'

const centre = (code: string, province: string) => ({ code, province }) as Centre
const all = [
  centre('lang-son', 'Lạng Sơn'),
  centre('dak-lak', 'Đắk Lắk'),
  centre('hcm', 'Thành phố Hồ Chí Minh'),
  centre('hue', 'Huế'),
  centre('hcm-2', 'HCM')
]

const cases = [
  ['Lạng Sơn', ['lang-son']],
  ['lang son', ['lang-son']],
  ['  LANG-SON ', ['lang-son']],
  ['tỉnh Lạng Sơn', ['lang-son']],
  ['Tinh dak lak', ['dak-lak']],
  ['đắk lắk', ['dak-lak']],
  ['hcm', ['hcm']],
  ['HCM', ['hcm', 'hcm-2']],
  ['Hồ Chí Minh', ['hcm']],
  ['thanh pho ho chi minh', ['hcm']],
  ['TP. Hồ Chí Minh', ['hcm']],
  ['thành phố Huế', ['hue']],
  ['lang', []],
  ['Lạng Sơn 2', []],
  ['tỉnh', []],
  ['---', []]
] as const

for (const [words, codes] of cases) {
  t.test(words, async (t) => {
    t.same(
      centresOfProvince(all, words).map(({ code }) => code),
      codes
    )
  })
}

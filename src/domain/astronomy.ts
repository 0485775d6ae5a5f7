/**
 * Where the sun and the moon stand, as far as a calendar needs it: after J. Meeus, "Astronomical Algorithms" (2nd ed. 1998),
 * chapters 22 (nutation), 25 (sun) and 49 (phases), and the polynomials for ΔT of F. Espenak and J. Meeus (NASA, 2006).
 * Moments are Julian dates in universal time (JD): days and fractions, a whole number at noon UT.
 */

type Row = readonly number[]

const RADIANS = Math.PI / 180
const ARCSECOND = 1 / 3600
const J2000 = 2451545
const CENTURY = 36525
const SECONDS_OF_DAY = 86400

const polynomial = (coefficients: Row, x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0)
const sinDegrees = (angle: number): number => Math.sin(angle * RADIANS)

/** First year, year at which the variable is 0, coefficients in seconds; each polynomial holds until the next one begins. */
const DELTA_T: readonly (readonly [from: number, zero: number, coefficients: Row])[] = [
  [1941, 1950, [29.07, 0.407, -1 / 233, 1 / 2547]],
  [1961, 1975, [45.45, 1.067, -1 / 260, -1 / 718]],
  [1986, 2000, [63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599]],
  [2005, 2000, [62.92, 0.32217, 0.005589]],
  // -20 + 32·((y - 1820) / 100)² - 0.5628·(2150 - y), written around 2100
  [2050, 2100, [202.74, 2.3548, 0.0032]]
]

/** Days that the clock of the heavens (TT) is ahead of universal time; held constant outside 1941-2150, where nobody asks. */
function deltaT(jd: number): number {
  const year = Math.min(2150, Math.max(1941, 2000 + (jd - J2000) / 365.25))
  const [, zero, coefficients] = DELTA_T.findLast(([from]) => from <= year) ?? [0, 0, [0]]
  return polynomial(coefficients, year - zero) / SECONDS_OF_DAY
}

/** Amplitude in days, power of the earth's eccentricity E, then multiples of M (sun), M′ (moon), F (latitude) and Ω (node). Table 49.A. */
const NEW_MOON_TERMS: readonly Row[] = [
  [-0.4072, 0, 0, 1, 0, 0],
  [0.17241, 1, 1, 0, 0, 0],
  [0.01608, 0, 0, 2, 0, 0],
  [0.01039, 0, 0, 0, 2, 0],
  [0.00739, 1, -1, 1, 0, 0],
  [-0.00514, 1, 1, 1, 0, 0],
  [0.00208, 2, 2, 0, 0, 0],
  [-0.00111, 0, 0, 1, -2, 0],
  [-0.00057, 0, 0, 1, 2, 0],
  [0.00056, 1, 1, 2, 0, 0],
  [-0.00042, 0, 0, 3, 0, 0],
  [0.00042, 1, 1, 0, 2, 0],
  [0.00038, 1, 1, 0, -2, 0],
  [-0.00024, 1, -1, 2, 0, 0],
  [-0.00017, 0, 0, 0, 0, 1],
  [-0.00007, 0, 2, 1, 0, 0],
  [0.00004, 0, 0, 2, -2, 0],
  [0.00004, 0, 3, 0, 0, 0],
  [0.00003, 0, 1, 1, -2, 0],
  [0.00003, 0, 0, 2, 2, 0],
  [-0.00003, 0, 1, 1, 2, 0],
  [0.00003, 0, -1, 1, 2, 0],
  [-0.00002, 0, -1, 1, -2, 0],
  [-0.00002, 0, 1, 3, 0, 0],
  [0.00002, 0, 0, 4, 0, 0]
]

/** Amplitude in days, angle at k = 0 and its step per lunation in degrees: what the planets add to every phase. */
const PLANETARY_TERMS: readonly Row[] = [
  [0.000325, 299.77, 0.107408],
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518]
]

const MEAN_LUNATION = 29.530588861
const FIRST_NEW_MOON = 2451550.09766

/** The number of the lunation whose mean new moon is nearest to the moment; 0 is the new moon of 6 January 2000. */
export const lunationNear = (jd: number): number => Math.round((jd - FIRST_NEW_MOON) / MEAN_LUNATION)

/** The moment (JD) of the new moon of lunation k; within 20 seconds for 1950-2100, plus what ΔT of the far future leaves open. */
export function newMoon(k: number): number {
  const t = k / 1236.85
  const e = 1 - 0.002516 * t - 0.0000074 * t * t
  const angles = [
    2.5534 + 29.1053567 * k + polynomial([0, 0, -0.0000014, -0.00000011], t),
    201.5643 + 385.81693528 * k + polynomial([0, 0, 0.0107582, 0.00001238, -0.000000058], t),
    160.7108 + 390.67050284 * k + polynomial([0, 0, -0.0016118, -0.00000227, 0.000000011], t),
    124.7746 - 1.56375588 * k + polynomial([0, 0, 0.0020672, 0.00000215], t)
  ]
  const mean = FIRST_NEW_MOON + MEAN_LUNATION * k + polynomial([0, 0, 0.00015437, -0.00000015, 0.00000000073], t)
  const periodic = NEW_MOON_TERMS.reduce((sum, [amplitude = 0, power = 0, ...multiples]) => {
    const angle = multiples.reduce((all, multiple, i) => all + multiple * (angles[i] ?? 0), 0)
    return sum + amplitude * e ** power * sinDegrees(angle)
  }, 0)
  const planets = PLANETARY_TERMS.reduce((sum, [amplitude = 0, at0 = 0, step = 0]) => sum + amplitude * sinDegrees(at0 + step * k), 0)
  const jd = mean + periodic + planets
  return jd - deltaT(jd)
}

/** Amplitude (10⁻⁸ rad), phase (rad), speed (rad per 1000 years): the earth's longitude in VSOP87, cut at 0.1″. Appendix III. */
const EARTH_L0: readonly Row[] = [
  [175347046, 0, 0],
  [3341656, 4.6692568, 6283.07585],
  [34894, 4.6261, 12566.1517],
  [3497, 2.7441, 5753.3849],
  [3418, 2.8289, 3.5231],
  [3136, 3.6277, 77713.7715],
  [2676, 4.4181, 7860.4194],
  [2343, 6.1352, 3930.2097],
  [1324, 0.7425, 11506.7698],
  [1273, 2.0371, 529.691],
  [1199, 1.1096, 1577.3435],
  [990, 5.233, 5884.927],
  [902, 2.045, 26.298],
  [857, 3.508, 398.149],
  [780, 1.179, 5223.694],
  [753, 2.533, 5507.553],
  [505, 4.583, 18849.228],
  [492, 4.205, 775.523],
  [357, 2.92, 0.067],
  [317, 5.849, 11790.629],
  [284, 1.899, 796.298],
  [271, 0.315, 10977.079],
  [243, 0.345, 5486.778],
  [206, 4.806, 2544.314],
  [205, 1.869, 5573.143],
  [202, 2.458, 6069.777],
  [156, 0.833, 213.299],
  [132, 3.411, 2942.463],
  [126, 1.083, 20.775],
  [115, 0.645, 0.98],
  [103, 0.636, 4694.003],
  [102, 0.976, 15720.839],
  [102, 4.267, 7.114],
  [99, 6.21, 2146.17],
  [98, 0.68, 155.42],
  [86, 5.98, 161000.69],
  [85, 1.3, 6275.96],
  [85, 3.67, 71430.7],
  [80, 1.81, 17260.15],
  [79, 3.04, 12036.46],
  [75, 1.76, 5088.63],
  [74, 3.5, 3154.69],
  [74, 4.68, 801.82],
  [70, 0.83, 9437.76]
]
const EARTH_L1: readonly Row[] = [
  [628331966747, 0, 0],
  [206059, 2.678235, 6283.07585],
  [4303, 2.6351, 12566.1517],
  [425, 1.59, 3.523],
  [119, 5.796, 26.298],
  [109, 2.966, 1577.344],
  [93, 2.59, 18849.23],
  [72, 1.14, 529.69]
]
const EARTH_L2: readonly Row[] = [
  [52919, 0, 0],
  [8720, 1.0721, 6283.0758],
  [309, 0.867, 12566.152]
]

const series = (terms: readonly Row[], tau: number): number =>
  terms.reduce((sum, [amplitude = 0, phase = 0, speed = 0]) => sum + amplitude * Math.cos(phase + speed * tau), 0) * 1e-8

/** Degrees that the nodding of the earth's axis shifts longitudes by. */
function nutation(t: number): number {
  const node = 125.04452 - 1934.136261 * t
  const sun = 280.4665 + 36000.7698 * t
  const moon = 218.3165 + 481267.8813 * t
  const seconds = -17.2 * sinDegrees(node) - 1.32 * sinDegrees(2 * sun) - 0.23 * sinDegrees(2 * moon) + 0.21 * sinDegrees(2 * node)
  return seconds * ARCSECOND
}

/** The apparent longitude of the sun at the moment (JD), 0 ≤ degrees < 360; within 1.5″ (under 40 seconds of time) for 1950-2100. */
export function sunLongitude(jd: number): number {
  const t = (jd + deltaT(jd) - J2000) / CENTURY
  const tau = t / 10
  const earth = series(EARTH_L0, tau) + series(EARTH_L1, tau) * tau + series(EARTH_L2, tau) * tau * tau
  const distance = 1.00014 + 0.016707 * Math.cos(3.0984635 + 6283.07585 * tau)
  // 0.09033″ brings VSOP87 to the FK5 frame; 20.4898″ is the aberration of light at one astronomical unit
  const apparent = earth / RADIANS + 180 + nutation(t) - (0.09033 + 20.4898 / distance) * ARCSECOND
  return ((apparent % 360) + 360) % 360
}

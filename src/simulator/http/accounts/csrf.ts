/*
 * CSRF tokens of MAAS's web framework, read from the code of Django 3.2. A token is a secret behind a random mask: the
 * cookie and `account/csrf/` show one secret as two texts, as recorded from 3.5.13.
 */

/** In the order in which a mask shifts them. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const SECRET_LENGTH = 32

/** 32 random letters and digits as a mask, and 32 more: the secret, shifted by the mask. */
export const newCsrfToken = () => masked(randomLetters())

/** The secret of a token behind another mask. */
export const maskedAgain = (token: string) => masked(secretOf(token))

/** 64 letters and digits, or 32: a secret without a mask, as older versions of the framework wrote it. */
export const isCsrfToken = (text: string) => /^(?:[\da-z]{32}){1,2}$/i.test(text)

/** Whether two tokens have the same secret. Any other text has none. */
export const haveSameSecret = (a: string, b: string) =>
  isCsrfToken(a) && isCsrfToken(b) && secretOf(a) === secretOf(b)

function masked(secret: string): string {
  const mask = randomLetters()
  return mask + shifted(secret, mask, 1)
}

function secretOf(token: string): string {
  if (token.length === SECRET_LENGTH) return token
  return shifted(token.slice(SECRET_LENGTH), token.slice(0, SECRET_LENGTH), -1)
}

const shifted = (text: string, mask: string, direction: 1 | -1) =>
  Array.from(text)
    .map((letter, index) => indexOf(letter) + direction * indexOf(mask.charAt(index)))
    .map((place) => LETTERS.charAt((place + LETTERS.length) % LETTERS.length))
    .join('')

const indexOf = (letter: string) => LETTERS.indexOf(letter)

const randomLetters = () =>
  [...globalThis.crypto.getRandomValues(new Uint8Array(SECRET_LENGTH))]
    .map((byte) => LETTERS.charAt(byte % LETTERS.length))
    .join('')

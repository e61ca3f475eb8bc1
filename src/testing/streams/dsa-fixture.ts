/**
 * A DSA key of 1024 bits and a file signed with it, which openpgp can read but not create. Made for these tests with GnuPG
 * 2.2.40: `gpg --quick-gen-key "Old DSA <dsa@example.com>" dsa1024 sign never`, `gpg --clearsign`; the private key was deleted.
 */
export const DSA_KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQGhBGWSAIARBACT4uzAlfQFwKwJZpSxKOomYhV2/eKeE3FN56U7yXrRuW9hNkgq
B6EVn9c7k6dIa8xgIYL68JTwfesNXxnMRnsh63FuHrrK7jOpxgW6D08Y2lWUdP8w
VEcQFMGt2/YjWEXGBZXhwnfbJMOq/VMHnKHJaK/+fF54IyNmc0c5P5XVSwCgu/tl
1mVZQD3tqSbv9ndcLESBlV8D9jKytCjrDQCwjrtXZddhNkGMKBn7ZotMkPfJnaJ9
fNaEsR2eC1XAsl/AQJNXlbnrGG/UL1rqfqv5Wr9xri61oe2tf5YRlqHtFJpYXMTE
d+cTuwlkYdg9AVB5QVc132dGVP/50/7rQESHCK5FCGlV88D0JC+31PsIQPClR5fW
q4wD/iv/vJVOUnGj0jN/b4mIiviVsWf5t7mmmocgn114y0LIIdUTQRX77RGa5Z6f
4bSutoIU2rhkHTAYzMFfLxyQ/0DsFF7XGJ6OTd95QYhoRHj1Mx0WWN/xEcwhc4Fe
DeScSXUQcsWlc6I+oOgfnGk3h5cikNNLwrT4PumwaR5EiL9btBlPbGQgRFNBIDxk
c2FAZXhhbXBsZS5jb20+iHgEExECADgWIQS0y8dMPIPtYmVRUNKjSblmcAaCAwUC
ZZIAgAIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRCjSblmcAaCA2ktAKCi
mYB+hUV4mriInaywfakvPD3sAQCdFQ8Js+LB/r3EmW7wF49Lr1OheFA=
=naXO
-----END PGP PUBLIC KEY BLOCK-----
`

export const DSA_SIGNED = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA1

{"format":"index:1.0"}
-----BEGIN PGP SIGNATURE-----

iF0EARECAB0WIQS0y8dMPIPtYmVRUNKjSblmcAaCAwUCZZNSAAAKCRCjSblmcAaC
A7wPAJ9tISOemR0H50pXh6g3xAVDFvYOcACfVWRr6+3ChHMCa7UzmCI9LVAibHM=
=T53v
-----END PGP SIGNATURE-----
`

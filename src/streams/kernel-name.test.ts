import { expect, test } from 'vitest'
import { describeKernel, kernelName } from './kernel-name.ts'

test.each([
  ['ga-22.04', 'generic', 'ga-22.04'],
  ['ga-22.04', 'lowlatency', 'ga-22.04-lowlatency'],
  ['hwe-22.04', 'lowlatency', 'hwe-22.04-lowlatency'],
  ['hwe-22.04-edge', 'generic', 'hwe-22.04-edge'],
  ['hwe-22.04-edge', 'lowlatency', 'hwe-22.04-lowlatency-edge'],
  ['hwe-x', 'lowlatency', 'hwe-x-lowlatency'],
  ['xgene-uboot', 'generic', 'xgene-uboot'],
  ['generic-lpae', 'generic-lpae', 'generic-lpae'],
  ['generic', 'generic', 'generic'],
])('subarch %s of flavour %s is the kernel %s', (subarch, kflavor, name) => {
  expect(kernelName(subarch, kflavor)).toBe(name)
})

test.each([
  ['ga-24.04', 'GA 24.04'],
  ['hwe-22.04-edge', 'HWE 22.04, edge'],
  ['hwe-22.04-lowlatency-edge', 'HWE 22.04, low latency, edge'],
  ['xgene-uboot-mustang', 'xgene-uboot-mustang'],
  ['generic', 'Generic'],
  ['', ''],
])('%s in words is %s', (name, words) => {
  expect(describeKernel(name)).toBe(words)
})

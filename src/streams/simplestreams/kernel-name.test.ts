import { expect, test } from 'vitest'
import { describeKernel, kernelName } from './kernel-name.ts'

test.each([
  ['ga-22.04', 'generic', 'ga-22.04'],
  ['ga-22.04', 'lowlatency', 'ga-22.04-lowlatency'],
  ['hwe-22.04', 'lowlatency', 'hwe-22.04-lowlatency'],
  ['hwe-22.04-edge', 'generic', 'hwe-22.04-edge'],
  ['hwe-22.04-edge', 'lowlatency', 'hwe-22.04-lowlatency-edge'],
  ['ga-22.04', '', 'ga-22.04'],
  ['ga-24.04', 'nvidia-64k', 'ga-24.04-nvidia-64k'],
  ['xgene-uboot-mustang', 'lowlatency', 'xgene-uboot-mustang'],
  ['highbank', 'highbank', 'highbank'],
  ['hwe-x', 'lowlatency', 'hwe-x-lowlatency'],
  ['xgene-uboot', 'generic', 'xgene-uboot'],
  ['generic-lpae', 'generic-lpae', 'generic-lpae'],
  ['generic', 'generic', 'generic'],
])('subarch %s with flavor %s is the kernel %s', (subarch, kflavor, name) => {
  expect(kernelName(subarch, kflavor)).toBe(name)
})

test.each([
  ['ga-24.04', 'GA 24.04'],
  ['hwe-22.04-edge', 'HWE 22.04, edge'],
  ['hwe-22.04-lowlatency-edge', 'HWE 22.04, low latency, edge'],
  ['ga-24.04-lowlatency', 'GA 24.04, low latency'],
  ['ga-24.04-nvidia-64k', 'GA 24.04, nvidia-64k'],
  ['hwe-24.04-nvidia-64k-edge', 'HWE 24.04, nvidia-64k, edge'],
  ['hwe-edge-22.04', 'HWE 22.04, edge'],
  ['hwe-x', 'HWE x'],
  ['xgene-uboot-ga-22.04-lowlatency', 'GA 22.04, low latency, for xgene-uboot'],
  ['ga-', 'ga-'],
  ['mega-5', 'mega-5'],
  ['xgene-uboot-mustang', 'xgene-uboot-mustang'],
  ['generic', 'Generic'],
  ['', ''],
])('%s in words is %s', (name, words) => {
  expect(describeKernel(name)).toBe(words)
})

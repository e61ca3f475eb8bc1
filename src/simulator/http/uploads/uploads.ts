import { plain } from '#simulator/http/answers.ts'
import { action, type Endpoint } from '#simulator/http/endpoint.ts'
import type { Form } from '#simulator/http/form.ts'
import type { Region } from '#simulator/rules/region.ts'

export const sentUpload = (form: Form) => ({
  name: form.text('name'),
  architecture: form.text('architecture'),
  sha256: form.text('sha256'),
  size: form.text('size'),
  title: form.text('title'),
  filetype: form.text('filetype'),
  baseImage: form.text('base_image'),
  content: form.file('content'),
})

export const UPLOAD_FIELDS = {
  name: 'Required. The name of the image.',
  architecture: 'Required. Such as amd64/generic.',
  sha256: 'Required unless content is sent: the SHA256 of the file.',
  size: 'Required unless content is sent: the size of the file in bytes.',
  title: 'The name that users see.',
  filetype: 'The type of the file. Left out: tgz.',
  base_image: 'The image that a custom image is built on, such as ubuntu/noble.',
  content: 'The file: content@=FILE.',
}

/** The file of an upload, in parts: each request appends to it, whatever its content type. */
export const uploads = (region: Region): Endpoint[] => [
  {
    path: 'boot-resources/:resource_id/upload/:id/',
    handler: 'BootResourceFileUploadHandler',
    doc: 'Upload the file of a boot resource.',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_boot_entities' },
    allow: 'PUT',
    takesBytes: true,
    operations: {
      PUT: action('Upload the next part of a file.', ({ id, bytes }) => {
        region.appendToUpload(id('resource_id'), id('id'), bytes)
        return plain('OK')
      }),
    },
  },
]

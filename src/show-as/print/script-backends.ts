import { OAUTH } from './oauth.ts'

/*
 * The part of a script that calls MAAS: the same functions over MAAS's command line and over curl. Each prints MAAS's
 * answer. If MAAS refuses, it prints the reason to stderr and fails.
 */

export const MAAS_BACKEND = `: "\${PROFILE:?Set PROFILE to the name that you gave to maas login.}"

# maas prints the reason of a refusal to its standard output.
api() {
  answer=$(maas "$PROFILE" "$@") || {
    printf '%s\\n' "$answer" >&2
    return 1
  }
  printf '%s\\n' "$answer"
}
list_sources() { api boot-sources read; }
post_source() { api boot-sources create "$@"; }
put_source() { api boot-source update "$@"; }
delete_source() { api boot-source delete "$1"; }
list_selections() { api boot-source-selections read "$1"; }
post_selection() { api boot-source-selections create "$@"; }
put_selection() { api boot-source-selection update "$@"; }
delete_selection() { api boot-source-selection delete "$1" "$2"; }
list_resources() { api boot-resources read; }
delete_resource() { api boot-resource delete "$1"; }
is_importing() { api boot-resources is-importing; }
start_import() { api boot-resources import; }
stop_import() { api boot-resources stop-import; }
get_setting() { api maas get-config "name=$1"; }
put_setting() { api maas set-config "name=$1" "value=$2"; }`

export const CURL_BACKEND = `${OAUTH.join('\n')}

# api METHOD PATH [FIELD=VALUE | FIELD@=FILE]…
api() {
  method=$1 path=$2
  shift 2
  for field; do
    shift
    case \${field%%=*} in
      *@) set -- "$@" --form "\${field%%@=*}=@\\"\${field#*@=}\\"" ;;
      *) set -- "$@" --form-string "$field" ;;
    esac
  done
  answer=$(oauth | curl --silent --show-error --header @- --request "$method" \\
    --write-out '\\n%{http_code}' "$@" "$MAAS_URL/api/2.0/$path") || return 1
  case \${answer##*
} in
    2??) printf '%s\\n' "\${answer%
*}" ;;
    # the text of a 401 can contain the secret of the key
    401) printf '%s\\n' 'MAAS does not accept the API key.' >&2 && return 1 ;;
    *) printf '%s\\n' "\${answer%
*}" >&2 && return 1 ;;
  esac
}
list_sources() { api GET boot-sources/; }
post_source() { api POST boot-sources/ "$@"; }
put_source() {
  place=boot-sources/$1/
  shift
  api PUT "$place" "$@"
}
delete_source() { api DELETE "boot-sources/$1/"; }
list_selections() { api GET "boot-sources/$1/selections/"; }
post_selection() {
  place=boot-sources/$1/selections/
  shift
  api POST "$place" "$@"
}
put_selection() {
  place=boot-sources/$1/selections/$2/
  shift 2
  api PUT "$place" "$@"
}
delete_selection() { api DELETE "boot-sources/$1/selections/$2/"; }
list_resources() { api GET boot-resources/; }
delete_resource() { api DELETE "boot-resources/$1/"; }
is_importing() { api GET 'boot-resources/?op=is_importing'; }
start_import() { api POST 'boot-resources/?op=import'; }
stop_import() { api POST 'boot-resources/?op=stop_import'; }
get_setting() { api GET "maas/?op=get_config&name=$1"; }
put_setting() { api POST 'maas/?op=set_config' "name=$1" "value=$2"; }`

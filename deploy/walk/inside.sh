#!/bin/bash
# What docs/deploy.md has a person do, word for word, inside a bare Debian; `deploy/walk/__main__.py` calls it there.
set -euo pipefail
SOURCE=/opt/decision-register/source HOST=register.example
say() { printf '\n== %s\n' "$*"; }

say "PostgreSQL"
pg_ctlcluster "$(ls /etc/postgresql)" main start || true
until runuser -u postgres -- psql -qc 'SELECT 1' >/dev/null 2>&1; do sleep 0.5; done

say "The documents' first command, by an account that is not root"
useradd --create-home visitor 2>/dev/null || true
if runuser -u visitor -- "$SOURCE/deploy/install" --host $HOST; then echo "an ordinary account must be refused"; exit 1; fi

say "Install, until it asks for the seal"
cd $SOURCE
if deploy/install --host $HOST >/tmp/first.log 2>&1; then echo "it must ask for the seal"; exit 1; fi
cat /tmp/first.log
grep -q "docs/seal.md" /tmp/first.log

say "Keys of the seal, as docs/seal.md says"
cd /root
export PASS=walk-through-the-documents
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASS -out root.key
openssl req -x509 -new -key root.key -passin env:PASS -days 7300 -sha256 -subj "/C=GB/O=YOUR BODY/CN=Root of the decision register" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out roots.crt
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASS -out seal.key
openssl req -new -key seal.key -passin env:PASS -subj "/C=GB/O=YOUR BODY/CN=Seal of the decision register" -out seal.csr
printf "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n" > seal.ext
openssl x509 -req -in seal.csr -CA roots.crt -CAkey root.key -passin env:PASS -CAcreateserial -days 1095 -sha256 -extfile seal.ext -out seal.crt
cp seal.key seal.crt roots.crt /etc/decision-register/

say "What is left to fill in, and the certificate"
sed -i "s/^SEAL_KEY_PASSPHRASE=$/SEAL_KEY_PASSPHRASE=$PASS/; s/^EMAIL_HOST=$/EMAIL_HOST=127.0.0.1/" /etc/decision-register/web.env
sed -i "s/^CONTACT_EMAIL=$/CONTACT_EMAIL=register@register.example/" /etc/decision-register/common.env
mkdir -p /etc/ssl/decision-register
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=$HOST -days 30 -keyout /etc/ssl/decision-register/key.pem -out /etc/ssl/decision-register/certificate.pem 2>/dev/null

say "Install, to the end; again; and the check"
cd $SOURCE
deploy/install --host $HOST
deploy/install --host $HOST | tee /tmp/again.log
test "$(grep -c ' …$' /tmp/again.log)" = 0
deploy/install --host $HOST --check

say "First administrators, and their links"
register-manage create_administrators --first-name Ada --first-email ada@example.org --second-name Amir --second-email amir@example.org | tee /tmp/links
python3 - <<'PYTHON'
import re, ssl, urllib.request
anybody = ssl._create_unverified_context()
def fetch(path):
    request = urllib.request.Request("https://127.0.0.1" + path, headers={"Host": "register.example"})
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=anybody), NoRedirects)
    try:
        return opener.open(request, timeout=30)
    except urllib.error.HTTPError as answer:
        return answer
class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
for path, status in (("/", 200), ("/decisions/", 200), ("/static/built/register.css", 200), ("/desk/", 302), ("/account/login/", 200)):
    found = fetch(path).status
    print(path, found)
    assert found == status, path
link = re.search(r"https://register\.example(/account/\S+)", open("/tmp/links").read())[1]
answer = fetch(link)
print("link", answer.status, answer.headers.get("Location"))
assert answer.status == 302 and answer.headers["Location"].endswith("-set-password/")
PYTHON

say "Backup, test, keys, recovery"
register-manage check --deploy --database default
register-manage back_up
register-manage test_backup
register-manage reencrypt_second_factors
CODE=$(register-manage recover_administrator ada@example.org --reason "walking the documents" | grep -o -- '--code [0-9a-f]*' | cut -d' ' -f2)
register-manage recover_administrator ada@example.org --code "$CODE"
register-manage verify_book && register-manage verify_audit

say "Restore, as docs/backup.md says"
SERVICES="decision-register-web.service decision-register-public.service decision-register-worker.service"
systemctl stop $SERVICES
runuser -u postgres -- dropdb register
runuser -u postgres -- createdb --owner register_owner --template template0 --encoding UTF8 register
register-manage restore "$(ls /var/lib/decision-register-backups/*.backup | tail -1)"
register-manage migrate
register-manage check --deploy --database default
systemctl start $SERVICES
register-manage verify_book && register-manage verify_audit

say "Upgrade, and what a broken release does"
cd $SOURCE
git config user.name A && git config user.email a@example.org
echo >> README.md && git commit -qam "A change" && deploy/upgrade
BEFORE=$(readlink /opt/decision-register/current)
echo "raise RuntimeError('broken')" >> config/wsgi.py && git commit -qam "A fault"
if deploy/upgrade; then echo "a release that does not start must not stay"; exit 1; fi
test "$BEFORE" = "$(readlink /opt/decision-register/current)"
deploy/install --host $HOST --check
say "The documents hold on $(cat /etc/debian_version)"

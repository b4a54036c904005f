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
# A root and a seal under it, in the folder where one stands; called by what comes before their names.
make_seal() {
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASS -out root.key
    openssl req -x509 -new -key root.key -passin env:PASS -days 7300 -sha256 -subj "/C=GB/O=YOUR BODY/CN=$1 of the decision register" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out roots.crt
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASS -out seal.key
    openssl req -new -key seal.key -passin env:PASS -subj "/C=GB/O=YOUR BODY/CN=$2 of the decision register" -out seal.csr
    printf "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n" > seal.ext
    openssl x509 -req -in seal.csr -CA roots.crt -CAkey root.key -passin env:PASS -CAcreateserial -days 1095 -sha256 -extfile seal.ext -out seal.crt
}
make_seal Root Seal
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
ask() { python3 $SOURCE/deploy/walk/ask.py "$@"; }
ask / 200 /decisions/ 200 /static/built/register.css 200 /desk/ 302 /account/login/ 200
ask "$(grep -o 'https://register.example/account/[^ ]*' /tmp/links | head -1 | sed 's,https://register.example,,')" 302

say "A decision is published: proposed by one of DMPC staff, confirmed by another, drawn and sealed by the worker"
register-manage shell < $SOURCE/deploy/walk/people.py
cp $SOURCE/tests/intake/corpus/labels_on_two_lines.txt /tmp/paper.txt
register-manage import_decision /tmp/paper.txt --published --as dev@example.org
register-manage shell < $SOURCE/deploy/walk/confirm.py
PAPER="/decisions/PCD-311/ 200 /decisions/PCD-311/decision.pdf 200 /decisions/PCD-311.json 200"
ask $PAPER
register-manage verify_book && register-manage verify_audit

say "Upgrade, with a changed profile that two administrators have not agreed to; and what a release does that does not start"
cd $SOURCE
git config user.name A && git config user.email a@example.org
sed -i 's/^called = "The adviser"/called = "The advising officer"/' bodies/mopac.toml && git commit -qam "A change"
deploy/upgrade | tee /tmp/upgrade.log
grep -q "two administrators have not agreed" /tmp/upgrade.log
if grep -q "This failed" /tmp/upgrade.log; then echo "a refused profile is a sentence"; exit 1; fi
BEFORE=$(readlink /opt/decision-register/current)
STARTED=$(cat /run/walk/decision-register-*.pid)
echo "raise RuntimeError('broken')" >> config/wsgi.py && git commit -qam "A fault"
if deploy/upgrade; then echo "a release that does not start must not stay"; exit 1; fi
test "$BEFORE" = "$(readlink /opt/decision-register/current)"
test "$STARTED" = "$(cat /run/walk/decision-register-*.pid)" # nothing that serves was touched
git reset -q --hard HEAD~1
ask $PAPER
deploy/install --host $HOST --check

. $SOURCE/deploy/walk/keys.sh

say "Recovery, as docs/keys.md says"
CODE=$(register-manage recover_administrator ada@example.org --reason "walking the documents" | grep -o -- '--code [0-9a-f]*' | cut -d' ' -f2)
register-manage recover_administrator ada@example.org --code "$CODE"

say "Backup, and its test with the secret key"
register-manage back_up
BACKUP=$(ls /var/lib/decision-register-backups/*.backup.age | tail -1)
register-manage test_backup "$BACKUP" --identity - < /root/backup.key
register-manage verify_book && register-manage verify_audit

say "Restore on an empty machine, as docs/backup.md says"
SERVICES="decision-register-web decision-register-public decision-register-worker"
cp "$BACKUP" /root/newest.backup.age
systemctl stop decision-register-web.service decision-register-public.service decision-register-worker.service
rm -rf /opt/decision-register/current /opt/decision-register/releases /var/lib/decision-register /var/lib/decision-register-backups
rm -f /etc/systemd/system/decision-register-* /usr/local/bin/register-manage /etc/nginx/sites-enabled/decision-register
pg_dropcluster --stop "$(ls /etc/postgresql)" main && pg_createcluster "$(ls /usr/lib/postgresql)" main >/dev/null
pg_ctlcluster "$(ls /etc/postgresql)" main start
until runuser -u postgres -- psql -qc 'SELECT 1' >/dev/null 2>&1; do sleep 0.5; done
deploy/install --host $HOST
ask / 200 /decisions/PCD-311/ 404
install -o decision-register -m 600 /root/newest.backup.age /var/lib/decision-register-backups/
systemctl stop decision-register-web.socket decision-register-public.socket
for name in $SERVICES; do systemctl stop $name.service; done
runuser -u postgres -- dropdb register
runuser -u postgres -- createdb --owner register_owner --template template0 --encoding UTF8 register
register-manage restore /var/lib/decision-register-backups/newest.backup.age --identity - < /root/backup.key
register-manage migrate
register-manage check --deploy --database default
for name in $SERVICES; do systemctl start $name.service; done
ask $PAPER
register-manage verify_book && register-manage verify_audit
say "The documents hold on $(cat /etc/debian_version)"

/// Long passwords that guessers try first, without capitals and punctuation.
///
/// Lists of leaked passwords hold few entries of 15 characters and more; patterns are caught by
/// ``PasswordRules`` itself, so that these are the phrases that remain.
enum CommonPasswords {
    static func contains(_ plain: [UInt8]) -> Bool {
        let letters = plain.filter { !(0x30...0x39).contains($0) }
        return phrases.contains(plain) || phrases.contains(letters)
    }

    private static let phrases: Set<[UInt8]> = Set(
        """
        wayleavedemoonly thisisapassword thisismypassword thisisnotapassword mypasswordispassword
        passwordpassword passwordisstrong passwordispassword supersecretpassword administrator
        administratorpassword administratoradministrator correcthorsebatterystaple
        correcthorsebattery qwertyuiopasdfgh qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm
        qwertyuiopqwertyuiop asdfghjklzxcvbnm asdfghjklqwertyuiop zxcvbnmasdfghjkl
        qazwsxedcrfvtgb qazwsxedcrfvtgbyhnujm qwertzuiopasdfghjkl azertyuiopqsdfghjklm
        iloveyouforever iloveyousomuch iloveyouverymuch iloveyoubaby iwillalwaysloveyou
        letmeinletmein letmeinplease pleaseletmein openthedoorplease changemechangeme
        changethispassword changemeimmediately pleasechangeme pleasechangethis defaultpassword
        thedefaultpassword temporarypassword welcometothejungle welcomewelcome welcomehome
        maytheforcebewithyou tobeornottobe tobeornottobethatisthequestion abracadabraabracadabra
        supercalifragilisticexpialidocious thequickbrownfox thequickbrownfoxjumpsoverthelazydog
        jesuslovesyou jesuschristislord godisgoodallthetime ilovejesusforever footballfootball
        manchesterunited manchestercity liverpoolfootballclub realmadridclubdefutbol
        youllneverwalkalone chelseafootballclub arsenalfootballclub barcelonafootballclub
        pokemonpokemon minecraftminecraft starwarsstarwars harrypotterharrypotter
        lordoftherings thelordoftherings gameofthrones winteriscoming ilovemymother ilovemyfamily
        ilovemywife ilovemydaughter monkeymonkeymonkey princessprincess sunshinesunshine
        dragondragondragon superman batman trustnoonetrustnoone nevergonnagiveyouup
        helloworldhelloworld hellohellohello testtesttesttest testingtesting
        thisisatestpassword secretsecretsecret topsecretpassword mysecretpassword
        donttellanyone idontknowmypassword iforgotmypassword forgotmypassword
        """.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) }
    )
}

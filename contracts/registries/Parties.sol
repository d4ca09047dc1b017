// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IParties} from "../interfaces/IParties.sol";
import {Acting} from "../keepers/Acting.sol";
import {Registry} from "../keepers/Registry.sol";
import {Entities} from "../libraries/Entities.sol";
import {Journal} from "../libraries/Journal.sol";
import {Members} from "../libraries/Members.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {PartyId} from "../types/Ids.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {IParties}, where they are stated
contract Parties is IParties, Acting {
    /// @notice Bounds the loop over the identifiers of a party.
    uint256 public constant MAX_IDENTIFIERS = 8;
    /// @notice Longest text of a party, in bytes of UTF-8.
    uint256 public constant MAX_TEXT = 512;

    /// @notice Parties that one is divided into.
    uint256 public constant MAX_SUCCESSORS = 16;

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Parties", 1) Acting(batches) {}

    /// @inheritdoc IParties
    function register(PartyRecord calldata record) external returns (PartyId party, uint64 sequence) {
        uint32 registrant = _authorize(Duties.MAKER, Capacities.WRITING);
        _requireName(record.legalName);
        if (
            bytes(record.jurisdiction).length > MAX_TEXT || bytes(record.registeredAddress).length > MAX_TEXT
        ) {
            revert InvalidText();
        }
        party = _claimIdentifiers(record.identifiers);
        _LEDGER.record(Facts.PARTY, PartyId.unwrap(party), 0, Entities.packed(registrant, false));
        sequence = _LEDGER.next(1);
        bytes32 entry = Journal.emitted(
            PartyRegistered.selector,
            PartyId.unwrap(party),
            bytes32(uint256(registrant)),
            abi.encode(sequence, _now(), record)
        );
        _LEDGER.open(PartyId.unwrap(party), Journal.fold(0, entry));
    }

    /// @inheritdoc IParties
    function rename(
        PartyId party,
        string calldata legalName,
        bytes32 evidence
    ) external returns (uint64 sequence) {
        uint32 by = _authorize(Duties.MAKER, Capacities.WRITING);
        uint32 registrant = _requireLasting(party);
        (uint16 capacities, ) = Members.standingOf(_LEDGER, by);
        bool isAuthority = capacities & Capacities.AUTHORITY != 0;
        if (registrant != by && !isAuthority) revert NotRegistrant(party, by);
        _requireName(legalName);
        sequence = _LEDGER.next(1);
        bytes32 entry = Journal.emitted(
            PartyRenamed.selector,
            PartyId.unwrap(party),
            bytes32(uint256(by)),
            abi.encode(sequence, _now(), legalName, evidence)
        );
        _LEDGER.extend(Subjects.PARTY, PartyId.unwrap(party), entry);
    }

    /// @inheritdoc IParties
    function succeed(
        PartyId party,
        Succession kind,
        PartyId[] calldata successors,
        bytes32 evidence
    ) external returns (uint64 first) {
        uint32 by = _authorize(Duties.MAKER, Capacities.AUTHORITY);
        uint32 registrant = _requireLasting(party);
        uint256 count = successors.length;
        bool fits = kind == Succession.MERGER ? count == 1 : count > 1 && count <= MAX_SUCCESSORS;
        if (kind == Succession.NONE || !fits) revert InvalidSuccessors(count);
        first = _LEDGER.next(count);
        for (uint256 i = 0; i < count; ++i) {
            bytes32 id = PartyId.unwrap(successors[i]);
            bool ascends = i == 0 || id > PartyId.unwrap(successors[i - 1]);
            (uint32 known, bool ended) = Entities.find(_LEDGER, successors[i]);
            if (!ascends || successors[i] == party || known == 0) revert InvalidSuccessors(i);
            if (ended) revert PartyEnded(successors[i]);
            _LEDGER.record(
                Facts.SUCCESSOR,
                Entities.successorRef(party, successors[i]),
                0,
                Facts.packed(uint8(kind))
            );
            bytes32 entry = Journal.emitted(
                PartySucceeded.selector,
                PartyId.unwrap(party),
                id,
                // There are at most {MAX_SUCCESSORS}.
                abi.encode(first + uint64(i), _now(), by, kind, evidence)
            );
            _LEDGER.extend(Subjects.PARTY, PartyId.unwrap(party), entry);
            _LEDGER.extend(Subjects.PARTY, id, entry);
        }
        _LEDGER.record(
            Facts.PARTY,
            PartyId.unwrap(party),
            Entities.packed(registrant, false),
            Entities.packed(registrant, true)
        );
    }

    /// @inheritdoc IParties
    function partyOf(bytes8 scheme, string calldata value) external view returns (PartyId) {
        return _claimOf(_idOf(scheme, value));
    }

    function _claimIdentifiers(Identifier[] calldata identifiers) private returns (PartyId party) {
        uint256 count = identifiers.length;
        if (count == 0 || count > MAX_IDENTIFIERS) revert InvalidIdentifierCount(count);
        for (uint256 i = 0; i < count; ++i) {
            Identifier calldata identifier = identifiers[i];
            uint256 length = bytes(identifier.value).length;
            if (!_isScheme(identifier.scheme) || length == 0 || length > MAX_TEXT)
                revert InvalidIdentifier(i);
            PartyId claim = _idOf(identifier.scheme, identifier.value);
            PartyId taken = _claimOf(claim);
            if (PartyId.unwrap(taken) != 0) {
                revert IdentifierTaken(identifier.scheme, identifier.value, taken);
            }
            if (i == 0) party = claim;
            _LEDGER.record(Facts.IDENTIFIER, PartyId.unwrap(claim), 0, PartyId.unwrap(party));
        }
    }

    function _requireLasting(PartyId party) private view returns (uint32 registrant) {
        bool ended;
        (registrant, ended) = Entities.find(_LEDGER, party);
        if (registrant == 0) revert UnknownParty(party);
        if (ended) revert PartyEnded(party);
    }

    function _claimOf(PartyId identifier) private view returns (PartyId) {
        return PartyId.wrap(_LEDGER.fact(Facts.IDENTIFIER, PartyId.unwrap(identifier)));
    }

    function _requireName(string calldata name) private pure {
        uint256 length = bytes(name).length;
        if (length == 0 || length > MAX_TEXT) revert InvalidName();
    }

    /// @dev Only capital letters and digits, then zeros: a colon inside could make "A:B" with "C" the identifier "A" with "B:C".
    function _isScheme(bytes8 scheme) private pure returns (bool) {
        if (scheme == 0) return false;
        bool ended;
        for (uint256 i = 0; i < 8; ++i) {
            bytes1 char = scheme[i];
            if (char != 0 && (ended || !_isCapitalOrDigit(char))) return false;
            ended = char == 0;
        }
        return true;
    }

    function _isCapitalOrDigit(bytes1 char) private pure returns (bool) {
        return (char >= "A" && char <= "Z") || (char >= "0" && char <= "9");
    }

    /// @dev The scheme is cut at its first zero byte, so that "USCC" hashes as four bytes.
    function _idOf(bytes8 scheme, string calldata value) private pure returns (PartyId) {
        uint256 length = 0;
        while (length < 8 && scheme[length] != 0) ++length;
        bytes memory name = new bytes(length);
        for (uint256 i = 0; i < length; ++i) name[i] = scheme[i];
        return PartyId.wrap(keccak256(abi.encodePacked(name, ":", value)));
    }
}

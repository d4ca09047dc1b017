// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {Journal} from "../libraries/Journal.sol";
import {Lists} from "../libraries/Lists.sol";
import {Facts} from "../types/Facts.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {ILedger}, where they are stated
/// @dev The order of the storage variables fixes the slots that certificates prove. It never changes: there is no successor.
contract Ledger is ILedger, AccessManaged {
    /// @notice 2 slots.
    struct Appointment {
        uint8 subjects;
        uint256 facts;
    }

    mapping(uint8 kind => mapping(bytes32 subject => bytes32 word)) private _words;
    mapping(uint8 kind => mapping(bytes32 ref => bytes32 value)) private _facts;
    mapping(bytes32 party => mapping(uint256 number => bytes32 list)) private _pages;
    mapping(address registry => Appointment) private _appointments;
    uint64 private _sequence;

    modifier onlyAppointed(uint8 kinds) {
        uint8 has = _appointments[msg.sender].subjects;
        if (has == 0 || has & kinds != kinds) revert NotAppointed(msg.sender, kinds);
        _;
    }

    constructor(address authority) AccessManaged(authority) {}

    /* APPOINTMENT */

    /// @inheritdoc ILedger
    function appoint(address registry, uint8 subjects, uint256 facts) external restricted {
        bytes32 name;
        uint16 version;
        // What dismisses must not depend on the contract that is dismissed.
        if (subjects != 0 || facts != 0) (name, version) = _identityOf(registry);
        _appointments[registry] = Appointment(subjects, facts);
        // 40 bits of seconds last for 34,000 years.
        emit RegistryAppointed(registry, name, version, subjects, facts, uint40(block.timestamp));
    }

    /* WORDS */

    /// @inheritdoc ILedger
    function next(uint256 count) external onlyAppointed(0) returns (uint64 first) {
        first = _sequence + 1;
        // Callers bound their batches by 128.
        _sequence += uint64(count);
    }

    /// @inheritdoc ILedger
    function write(
        uint8 kind,
        bytes32 subject,
        bytes32 expected,
        bytes32 newWord
    ) external onlyAppointed(kind) {
        _requireStateful(kind);
        _write(kind, subject, expected, newWord);
    }

    /// @inheritdoc ILedger
    function extend(uint8 kind, bytes32 subject, bytes32 entry) external onlyAppointed(kind) {
        bytes32 present = _words[kind][subject];
        if (present == 0) revert UnknownSubject(kind, subject);
        if (kind == Subjects.LIST) revert NotAppointed(msg.sender, kind);
        _words[kind][subject] = Journal.fold(present, entry);
    }

    /* LISTS */

    /// @inheritdoc ILedger
    function open(bytes32 party, bytes32 newWord) external onlyAppointed(Subjects.PARTY) {
        _write(Subjects.PARTY, party, 0, newWord);
        _words[Subjects.LIST][party] = Lists.begun(party);
    }

    /// @inheritdoc ILedger
    function list(bytes32 party, bytes32 leaf) external onlyAppointed(Subjects.LIST) {
        _list(party, leaf);
    }

    /// @inheritdoc ILedger
    function writeAndList(
        uint8 kind,
        bytes32 subject,
        bytes32 expected,
        bytes32 newWord,
        bytes32 party,
        bytes32 leaf
    ) external onlyAppointed(kind | Subjects.LIST) {
        _requireStateful(kind);
        _write(kind, subject, expected, newWord);
        _list(party, leaf);
    }

    /* FACTS */

    /// @inheritdoc ILedger
    function record(uint8 kind, bytes32 ref, bytes32 expected, bytes32 value) external {
        if (_appointments[msg.sender].facts & (1 << kind) == 0) {
            revert NotAppointedForFact(msg.sender, kind);
        }
        bytes32 actual = _facts[kind][ref];
        if (actual != expected) revert StaleFact(kind, ref, expected, actual);
        if (actual != 0 && Facts.PERMANENT & (1 << kind) != 0) revert PermanentFact(kind, ref);
        _facts[kind][ref] = value;
    }

    /* READING */

    /// @inheritdoc ILedger
    function word(uint8 kind, bytes32 subject) external view returns (bytes32) {
        return _words[kind][subject];
    }

    /// @inheritdoc ILedger
    function fact(uint8 kind, bytes32 ref) external view returns (bytes32) {
        return _facts[kind][ref];
    }

    /// @inheritdoc ILedger
    function page(bytes32 party, uint256 number) external view returns (bytes32) {
        return _pages[party][number];
    }

    /// @inheritdoc ILedger
    function sequence() external view returns (uint64) {
        return _sequence;
    }

    /// @inheritdoc ILedger
    function appointment(address registry) external view returns (uint8 subjects, uint256 facts) {
        Appointment storage held = _appointments[registry];
        return (held.subjects, held.facts);
    }

    /* MECHANISM */

    function _write(uint8 kind, bytes32 subject, bytes32 expected, bytes32 newWord) private {
        if (newWord == 0) revert ZeroWord(kind, subject);
        bytes32 actual = _words[kind][subject];
        if (actual != expected) revert StaleState(kind, subject, expected, actual);
        _words[kind][subject] = newWord;
    }

    function _list(bytes32 party, bytes32 leaf) private {
        bytes32 present = _words[Subjects.LIST][party];
        if (present == 0) revert UnknownSubject(Subjects.PARTY, party);
        bytes32 longer = Lists.appended(present, leaf);
        _words[Subjects.LIST][party] = longer;
        uint256 count = Lists.count(longer);
        if (count % Lists.PAGE == 0) _pages[party][count / Lists.PAGE] = longer;
    }

    /// @dev A party's word begins with {open} and its list grows by {list}: neither is replaced.
    function _requireStateful(uint8 kind) private view {
        if (kind & (Subjects.PARTY | Subjects.LIST) != 0) revert NotAppointed(msg.sender, kind);
    }

    function _identityOf(address registry) private view returns (bytes32 name, uint16 version) {
        if (registry.code.length == 0) revert NotARegistry(registry);
        try IRegistry(registry).identity() returns (bytes32 name_, uint16 version_) {
            (name, version) = (name_, version_);
        } catch {
            revert NotARegistry(registry);
        }
        if (name == 0) revert NotARegistry(registry);
    }
}
